-- Keys begin with what a table would be sharded by. Amounts are fen. Personal data stands only in person,
-- person_version and in raw bodies (exchange.request, exchange.answer, settlement.output).

create table exchange (
  entry_node     text        not null,
  fixmedins_code text        not null,
  msgid          text        not null,
  infno          text        not null,
  hash           text        not null,
  state          text        not null check (state in ('UNDER_WAY', 'UNKNOWN', 'NOT_SENT', 'ANSWERED', 'REVERSED')),
  outcome        text        not null,
  code           text        not null,
  result         text        not null,
  origin         text        not null,
  trace_id       text        not null,
  destination    text        not null,
  attempt        integer     not null,
  request        bytea       not null,
  answer         bytea,
  care           text,
  hops           text        not null,
  received_at    timestamptz not null,
  answered_at    timestamptz,
  primary key (entry_node, fixmedins_code, msgid)
);
create index exchange_open on exchange (received_at) where state in ('UNDER_WAY', 'UNKNOWN');
create index exchange_msgid on exchange (msgid);
create index exchange_trace on exchange (trace_id);
create index exchange_time on exchange using brin (received_at);

create table business_key (
  node   text not null,
  kind   text not null,
  value  text not null,
  state  text not null check (state in ('UNDER_WAY', 'STANDING', 'RELEASED')),
  msgid  text not null,
  result text not null,
  primary key (node, kind, value)
);

create table nonce (
  caller text        not null,
  nonce  text        not null,
  hour   text        not null,
  at     timestamptz not null,
  primary key (caller, nonce, hour)
);
create index nonce_at on nonce using brin (at);

create table person (
  node      text    not null,
  psn_no    text    not null,
  version   integer not null,
  cert_hash text    not null,
  content   text    not null,
  primary key (node, psn_no)
);

create table person_version (
  node    text        not null,
  psn_no  text        not null,
  version text        not null,
  content text        not null,
  at      timestamptz not null,
  primary key (node, psn_no, version)
);

create table person_index (
  cert_hash text not null,
  area      text not null,
  psn_no    text not null,
  primary key (cert_hash, area)
);

create table document (
  kind    text        not null,
  name    text        not null,
  version text        not null,
  current boolean     not null,
  content text        not null,
  at      timestamptz not null,
  primary key (kind, name, version)
);
create unique index document_current on document (kind, name) where current;

create table accumulator (
  node     text not null,
  psn_no   text not null,
  insutype text not null,
  year     text not null,
  amounts  text not null,
  primary key (node, psn_no, insutype, year)
);

create table visit (
  node               text   not null,
  mdtrt_id           text   not null,
  side               text   not null,
  state              text   not null,
  psn_no             text   not null,
  insutype           text   not null,
  med_type           text   not null,
  fixmedins_code     text   not null,
  fixmedins_name     text   not null,
  settlement_level   text   not null,
  care_area          text   not null,
  home_area          text   not null,
  ipt_otp_no         text   not null,
  admitted_at        text   not null,
  discharged_at      text,
  diagnosis_code     text,
  diagnosis_name     text,
  flags              text   not null,
  setl_id            text,
  lines              bigint not null,
  medfee_sum_fen     bigint not null,
  own_pay_fen        bigint not null,
  over_limit_fen     bigint not null,
  prior_self_pay_fen bigint not null,
  in_scope_fen       bigint not null,
  primary key (node, mdtrt_id),
  check (medfee_sum_fen = own_pay_fen + over_limit_fen + prior_self_pay_fen + in_scope_fen)
);

create table fee_line (
  node               text    not null,
  mdtrt_id           text    not null,
  feedetl_sn         text    not null,
  med_list_codg      text    not null,
  cnt                text    not null,
  pric               text    not null,
  amount_fen         bigint  not null,
  level              text    not null,
  ratio              text    not null,
  own_pay_fen        bigint  not null,
  over_limit_fen     bigint  not null,
  prior_self_pay_fen bigint  not null,
  in_scope_fen       bigint  not null,
  voided             boolean not null,
  primary key (node, mdtrt_id, feedetl_sn),
  check (amount_fen = own_pay_fen + over_limit_fen + prior_self_pay_fen + in_scope_fen)
);

create table settlement (
  node           text        not null,
  setl_id        text        not null,
  mdtrt_id       text        not null,
  psn_no         text        not null,
  fixmedins_code text        not null,
  msgid          text        not null,
  home_area      text        not null,
  state          text        not null,
  init_setl_id   text,
  cancelled_by   text,
  medfee_sum_fen bigint      not null,
  fund_sum_fen   bigint      not null,
  acct_fen       bigint      not null,
  cash_fen       bigint      not null,
  hospital_fen   bigint      not null,
  order_no       text,
  output         text        not null,
  basis          text,
  at             timestamptz not null,
  primary key (node, setl_id)
);

create table settlement_fund (
  node          text   not null,
  setl_id       text   not null,
  seq           text   not null,
  fund_pay_type text   not null,
  fund_name     text   not null,
  in_scope_fen  bigint not null,
  fund_fen      bigint not null,
  primary key (node, setl_id, seq)
);

create table ledger_entry (
  node       text        not null,
  entry_set  text        not null,
  seq        text        not null,
  setl_id    text        not null,
  account    text        not null,
  amount_fen bigint      not null,
  at         timestamptz not null,
  primary key (node, entry_set, seq)
);

create table state_change (
  node       text        not null,
  subject    text        not null,
  id         text        not null,
  serial     text        not null,
  from_state text        not null,
  event      text        not null,
  to_state   text        not null,
  cause      text        not null,
  at         timestamptz not null,
  primary key (node, subject, id, serial)
);

create table payment_order (
  node           text        not null,
  order_no       text        not null,
  setl_id        text        not null,
  mdtrt_id       text        not null,
  fixmedins_code text        not null,
  channel        text        not null,
  state          text        not null,
  amount_fen     bigint      not null check (amount_fen > 0),
  description    text        not null,
  notify_url     text        not null,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  prompt         text,
  channel_id     text,
  paid_at        timestamptz,
  primary key (node, order_no)
);

create table refund (
  node       text        not null,
  refund_no  text        not null,
  order_no   text        not null,
  setl_id    text        not null,
  mdtrt_id   text        not null,
  channel    text        not null,
  state      text        not null,
  refund_fen bigint      not null check (refund_fen > 0 and refund_fen <= total_fen),
  total_fen  bigint      not null,
  reason     text        not null,
  notify_url text        not null,
  created_at timestamptz not null,
  primary key (node, refund_no)
);

create table notification (
  channel  text        not null,
  event_id text        not null,
  order_no text        not null,
  state    text        not null,
  content  text        not null,
  raw      bytea       not null,
  at       timestamptz not null,
  primary key (channel, event_id)
);

-- the outbox
create table task (
  node       text        not null,
  kind       text        not null,
  ref        text        not null,
  bucket     text        not null,
  state      text        not null check (state in ('DUE', 'DONE', 'DEAD')),
  attempts   integer     not null,
  due_at     timestamptz not null,
  last_error text        not null,
  primary key (node, kind, ref)
);
create index task_due on task (due_at) where state = 'DUE';

create table remembered (
  adapter text not null,
  visit   text not null,
  text    text not null,
  primary key (adapter, visit)
);

-- blocks of a million numbers, from which mdtrt_id, setl_id and order numbers are made without asking again
create sequence serial_block as bigint minvalue 1 maxvalue 99999999 cycle;
