-- Notices to patients (io.wutong.notice): an outbox, each sent once and asked about before it is ever sent again.
create table notice (
  node      text        not null,
  notice_id text        not null,
  recipient text        not null,
  text      text        not null,
  state     text        not null check (state in ('DUE', 'SENT', 'REFUSED', 'GIVEN_UP')),
  attempts  integer     not null,
  due_at    timestamptz,
  cause     text        not null,
  at        timestamptz not null,
  primary key (node, notice_id)
);
create index notice_due on notice (due_at) where due_at is not null;

-- Links by which a patient answers; what the patient has is not here, only its hash.
create table choice_link (
  token_hash text        not null primary key,
  node       text        not null,
  ref        text        not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);

-- A filing may wait for the responsible level.
alter table filing add column approval text not null default 'NONE'
  check (approval in ('NONE', 'ASKED', 'GIVEN', 'REFUSED'));
