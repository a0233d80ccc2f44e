-- a case has a clock, and climbs to the node above the one that has not acted
alter table operator_case add column actor text not null default '';
alter table operator_case add column due_at timestamptz;
update operator_case set actor = node;
update operator_case set due_at = opened_at + interval '8 hours' where state = 'OPEN';
create index operator_case_due on operator_case (due_at) where state = 'OPEN';
