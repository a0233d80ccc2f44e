-- Deposits (预缴金) that patients leave at the counter, netted against their share of the settlement.
create table deposit (
  node           text        not null,
  mdtrt_id       text        not null,
  receipt_no     text        not null,
  fixmedins_code text        not null,
  channel        text        not null,
  fen            bigint      not null check (fen > 0),
  state          text        not null check (state in ('HELD', 'NETTED', 'RETURNED')),
  ended_by       text        not null,
  at             timestamptz not null,
  primary key (node, mdtrt_id, receipt_no)
);
