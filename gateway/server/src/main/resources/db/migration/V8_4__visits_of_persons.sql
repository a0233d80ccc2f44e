-- Visits by person, for queries that name only the person.

create table person_visit (
  node      text not null,
  psn_no    text not null,
  mdtrt_id  text not null,
  primary key (node, psn_no, mdtrt_id)
);

insert into person_visit (node, psn_no, mdtrt_id) select node, psn_no, mdtrt_id from visit;
