-- What the rules of a home ask of a stay and of the person: fees by day, the disease, what accounts still hold.

alter table visit add column days text not null default '{}';
alter table visit add column disease text;

create table coverage_tally (
  node                   text        not null,
  psn_no                 text        not null,
  insutype               text        not null,
  calculated_at          timestamptz not null,
  account_fen            bigint      not null,
  account_stated_fen     bigint      not null,
  mutual_aid_fen         bigint      not null,
  mutual_aid_stated_fen  bigint      not null,
  primary key (node, psn_no, insutype)
);
