-- What is known of a terminal beside its key and its institution: when it was last heard of, and whether it is locked out.
create table terminal (
  id        text        not null primary key,
  seen_at   timestamptz not null,
  locked    boolean     not null,
  locked_by text        not null,
  why       text        not null
);
