-- Claims are found by the person; one is withdrawn with the settlement that it was of. mdtrt_id holds what a claim is of.
alter table claim add column withdrawn_at timestamptz;
create unique index claim_of_person on claim (node, psn_no, mdtrt_id);
