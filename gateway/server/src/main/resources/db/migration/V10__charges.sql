-- Insurance and cash in one: the settlement as the hospital signed it, and how far both halves have come.
create table charge (
  node           text        not null,
  msgid          text        not null,
  fixmedins_code text        not null,
  infno          text        not null,
  mdtrt_id       text        not null,
  sequence       text        not null check (sequence in ('PAY_FIRST', 'SETTLE_FIRST', 'SETTLE_AND_OWE')),
  state          text        not null,
  expected_fen   bigint      not null check (expected_fen >= 0),
  settled_fen    bigint      check (settled_fen >= 0),
  channel        text        not null,
  payer          text,
  order_no       text,
  setl_id        text,
  cancel_msgid   text,
  not_sent       integer     not null,
  cause          text        not null,
  message        bytea       not null,
  at             timestamptz not null,
  primary key (node, msgid)
);
-- An order of a charge; the previous release reads on.
alter table payment_order add column charge text;
