-- What replays each calculation of a home, and what cancelling an earlier one changes on those that stand.

create table calculation (
  node     text        not null,
  psn_no   text        not null,
  setl_id  text        not null,
  desk     text        not null,
  insutype text        not null,
  at       timestamptz not null,
  standing boolean     not null,
  basis    text        not null,
  now      text,
  primary key (node, psn_no, setl_id)
);

create index calculation_by_settlement on calculation (setl_id);

create table adjustment (
  node          text        not null,
  setl_id       text        not null,
  cause         text        not null,
  fund_pay_type text        not null,
  fund_fen      bigint      not null,
  at            timestamptz not null,
  primary key (node, setl_id, cause, fund_pay_type)
);

alter table settlement drop column basis;
