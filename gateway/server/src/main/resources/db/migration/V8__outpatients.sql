-- Outpatients: a visit is settled by charge batch, each batch once; what a settlement settles stands beside it.

create table charge_batch (
  node               text   not null,
  mdtrt_id           text   not null,
  batch              text   not null,
  state              text   not null,
  setl_id            text,
  disease            text   not null,
  lines              bigint not null,
  medfee_sum_fen     bigint not null,
  own_pay_fen        bigint not null,
  over_limit_fen     bigint not null,
  prior_self_pay_fen bigint not null,
  in_scope_fen       bigint not null,
  days               text   not null,
  primary key (node, mdtrt_id, batch),
  check (medfee_sum_fen = own_pay_fen + over_limit_fen + prior_self_pay_fen + in_scope_fen)
);

alter table fee_line add column batch text not null default '';
alter table settlement add column part text not null default '';
