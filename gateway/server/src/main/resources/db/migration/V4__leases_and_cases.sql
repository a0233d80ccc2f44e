-- who works the background work, and what has under way: see io.wutong.work.LeaseKeeper
create table worker (
  pool    text        not null,
  epoch   text        not null,
  process text        not null,
  state   text        not null check (state in ('LIVE', 'DEAD')),
  until   timestamptz not null,
  primary key (pool, epoch)
);

create table lease (
  pool   text   not null,
  bucket text   not null,
  fence  bigint not null,
  epoch  bigint not null,
  primary key (pool, bucket)
);
insert into lease (pool, bucket, fence, epoch)
  select 'gateway', lpad(to_hex(n), 2, '0'), 0, 0 from generate_series(0, 63) as n
  union all select 'gateway', 'epochs', 0, 0;

-- how an exchange comes to its end: see io.wutong.exchange.Pursuit; what an older release has left open is asked about
-- at once
alter table exchange add column bucket text not null default '00';
alter table exchange add column epoch bigint not null default 0;
alter table exchange add column run text not null default '';
alter table exchange add column asks integer not null default 0;
alter table exchange add column due_at timestamptz;
alter table exchange add column late boolean not null default false;
update exchange set state = 'UNKNOWN', due_at = received_at where state in ('UNDER_WAY', 'UNKNOWN');
create index exchange_pursued on exchange (bucket) where run <> '' or due_at is not null;

create table operator_case (
  node      text        not null,
  kind      text        not null,
  ref       text        not null,
  state     text        not null check (state in ('OPEN', 'CLOSED')),
  cause     text        not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (node, kind, ref)
);
create index operator_case_open on operator_case (opened_at) where state = 'OPEN';
