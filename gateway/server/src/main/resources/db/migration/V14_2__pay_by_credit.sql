-- A charge that the patient's credit with the channel pays later; the previous release reads on.
alter table charge add column by_credit boolean not null default false;
