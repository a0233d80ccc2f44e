-- A home with a legacy system keeps no visits of ours: how a stay there ended stands with the stay itself.
alter table home_stay drop constraint home_stay_state_check;
alter table home_stay add constraint home_stay_state_check
  check (state in ('ADMITTED', 'LEFT', 'REVOKED', 'SETTLED'));
alter table home_stay add column setl_id text not null default '';
