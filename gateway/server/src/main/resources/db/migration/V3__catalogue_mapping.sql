-- What splitting a line again needs, and what its answer says beside the amounts. Defaults: the release before writes
-- none of these.
alter table fee_line
  add column fee_time    text    not null default '',
  add column local_code  text    not null default '',
  add column local_name  text    not null default '',
  add column approval    text    not null default '',
  add column init_sn     text    not null default '',
  add column hilist_code text    not null default '',
  add column price_max   text    not null default '',
  add column limited     boolean not null default false,
  add column charge_type text    not null default '14',
  add column memo        text    not null default '',
  add column unmapped    boolean not null default false;
create index fee_line_unmapped on fee_line (node, mdtrt_id) where unmapped and not voided;

alter table visit add column psn_type text not null default '';

-- the mapping queue and what was decided of it
create table catalogue_mapping (
  node           text        not null,
  fixmedins_code text        not null,
  local_code     text        not null,
  local_name     text        not null,
  sent_code      text        not null,
  state          text        not null check (state in ('PROPOSED', 'MAPPED', 'OUTSIDE')),
  code           text        not null,
  reason         text        not null,
  valid_from     text        not null,
  valid_to       text        not null,
  decided_by     text        not null,
  at             timestamptz not null,
  primary key (node, fixmedins_code, local_code)
);
create index catalogue_mapping_decided on catalogue_mapping (at) where state <> 'PROPOSED';
create index catalogue_mapping_open on catalogue_mapping (at) where state = 'PROPOSED';

-- who put which version of a document in the place of which, and why
create table document_change (
  kind     text        not null,
  name     text        not null,
  serial   bigint      generated always as identity,
  version  text        not null,
  previous text        not null,
  made_by  text        not null,
  why      text        not null,
  summary  text        not null,
  at       timestamptz not null,
  primary key (kind, name, serial)
);
