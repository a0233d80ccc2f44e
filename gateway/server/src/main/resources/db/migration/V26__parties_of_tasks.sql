-- whom a task asks, so that one party that hangs does not hide what is due to the others; a task of the release before
-- says none
alter table task add column party text not null default '';
