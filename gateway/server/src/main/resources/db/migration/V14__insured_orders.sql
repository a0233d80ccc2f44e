-- Orders that a channel takes together with the insurance's half; the previous release reads on.
alter table payment_order add column insured boolean not null default false;
create table insured_order (
  node             text        not null,
  order_no         text        not null,
  state            text        not null,
  fund_fen         bigint      not null check (fund_fen >= 0),
  account_fen      bigint      not null check (account_fen >= 0),
  other_fen        bigint      not null check (other_fen >= 0),
  cash_fen         bigint      not null check (cash_fen >= 0),
  channel_order_id text,
  -- as the terminal said it, with the person who pays: a raw body
  asked            bytea       not null,
  created_at       timestamptz not null,
  primary key (node, order_no)
);
