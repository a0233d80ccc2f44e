-- What hospitals file with a home that has a policy: referrals, chronic diseases, chosen institutions, accidents.

create table filing (
  node      text        not null,
  psn_no    text        not null,
  sn        text        not null,
  kind      text        not null,
  standing  boolean     not null,
  code      text        not null,
  from_day  text        not null,
  to_day    text        not null,
  guard     text        not null,
  content   text        not null,
  at        timestamptz not null,
  primary key (node, psn_no, sn)
);
