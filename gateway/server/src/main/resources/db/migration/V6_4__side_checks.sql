-- settlements whose other side is to be asked whether it has them too
create table side_check (
  entry_node     text        not null,
  fixmedins_code text        not null,
  msgid          text        not null,
  bucket         text        not null,
  state          text        not null check (state in ('DUE', 'AGREED', 'REPAIRED', 'CASE')),
  asks           integer     not null,
  agreed         integer     not null,
  differed       integer     not null,
  due_at         timestamptz not null,
  found          text        not null,
  primary key (entry_node, fixmedins_code, msgid)
);
create index side_check_due on side_check (bucket, due_at) where state = 'DUE';
