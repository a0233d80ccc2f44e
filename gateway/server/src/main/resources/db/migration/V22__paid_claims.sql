-- A claim ends when it is paid or withdrawn; both say when, and its changes of state who and why.
alter table claim add column paid_at timestamptz;
alter table claim add column paid_fen bigint not null default 0;
create index claim_newest on claim (at);
