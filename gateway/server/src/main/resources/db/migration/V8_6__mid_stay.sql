-- Mid-stay settlements of a stay that stand, and the number of the next one.

alter table visit add column mids text not null default '';
