-- A case carries its cure: what it knows, its next turn, what closed it (io.wutong.cure).
alter table operator_case add column facts text not null default '';
alter table operator_case add column work_at timestamptz;
alter table operator_case add column closed_by text not null default '';
create index operator_case_work on operator_case (work_at) where work_at is not null;

-- A person's stays as the home has last heard of them, so that an admission left open is found.
create table home_stay (
  node            text not null,
  psn_no          text not null,
  mdtrt_id        text not null,
  care_area       text not null,
  fixmedins_code  text not null,
  fixmedins_name  text not null,
  admitted_at     text not null,
  state           text not null check (state in ('ADMITTED', 'LEFT', 'REVOKED')),
  look_at         timestamptz,
  primary key (node, psn_no, mdtrt_id)
);
create index home_stay_look on home_stay (look_at) where look_at is not null;

-- Manual claims (零星报销), with all that they need.
create table claim (
  node      text        not null,
  mdtrt_id  text        not null,
  claim_no  text        not null unique,
  psn_no    text        not null,
  content   text        not null,
  at        timestamptz not null,
  primary key (node, mdtrt_id)
);
