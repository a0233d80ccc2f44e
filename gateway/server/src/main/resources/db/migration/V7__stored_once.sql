-- Each thing stored once, and small: what a settlement writes is what its hospital waits for. See gateway/BENCHMARKS.md.
-- The release before reads none of it; there is none.

-- Requests, answers and traces are packed (io.wutong.store.Packed); what lies here is taken as it is, format 0. A trace was
-- JSON and is lines now; nobody asks for those of an unreleased version.
update exchange set request = '\x00'::bytea || request, answer = '\x00'::bytea || answer;
alter table exchange
  alter column request set storage external,
  alter column answer set storage external,
  alter column hash type bytea using decode(hash, 'hex'),
  drop column hops,
  add column hops bytea not null default '\x00';
alter table exchange alter column hops drop default;

-- A message is asked for by its id alone, too: it comes first, and an index of its own is not needed. It begins with the
-- institution that sent it, by which the table would be sharded.
alter table exchange drop constraint exchange_pkey, add primary key (msgid, fixmedins_code, entry_node);
drop index exchange_msgid;

-- The answer's output stands in the answer; a settlement says where. One that stands in no answer has its own.
alter table settlement
  add column answered_at text,
  alter column output drop not null,
  alter column output type bytea using '\x00'::bytea || convert_to(output, 'UTF8'),
  alter column output set storage external;

-- The same rows are asked for by node and number, and by number alone.
alter table settlement drop constraint settlement_pkey, add primary key (setl_id, node);
drop index settlement_setl_id;

-- What the funds pay stands in the output and in the books.
drop table settlement_fund;

alter table calculation
  alter column basis type bytea using '\x00'::bytea || convert_to(basis, 'UTF8'),
  alter column now type bytea using '\x00'::bytea || convert_to(now, 'UTF8'),
  alter column basis set storage external,
  alter column now set storage external;
drop index calculation_by_settlement; -- found by its settlement's person

-- Entries that balance are one row. lines: [[account, amount in fen], …]
create table entry_set (
  node      text        not null,
  entry_set text        not null,
  setl_id   text        not null,
  lines     text        not null,
  at        timestamptz not null,
  primary key (entry_set, node)
);
insert into entry_set (node, entry_set, setl_id, lines, at)
  select node, entry_set, min(setl_id), jsonb_agg(jsonb_build_array(account, amount_fen) order by seq)::text, min(at)
  from ledger_entry group by node, entry_set;
drop table ledger_entry;
create index entry_set_setl_id on entry_set (setl_id) where setl_id <> entry_set;

create view ledger_entry as
  select s.node, s.entry_set, lpad((l.n - 1)::text, 2, '0') as seq, s.setl_id, l.line ->> 0 as account,
    (l.line ->> 1)::bigint as amount_fen, s.at
  from entry_set s cross join lateral jsonb_array_elements(s.lines::jsonb) with ordinality as l (line, n);

-- What happened to something is asked for by its number.
alter table state_change drop constraint state_change_pkey, add primary key (id, subject, node, serial);

-- What changes most stands together at the row's end, and the page keeps room for the row that follows: then the log takes
-- what differs, and no index hears of it.
alter table visit add column state_now text, add column setl_id_now text;
update visit set state_now = state, setl_id_now = setl_id;
alter table visit drop column state, drop column setl_id;
alter table visit rename column state_now to state;
alter table visit rename column setl_id_now to setl_id;
alter table visit alter column state set not null;
alter table visit set (fillfactor = 50);
alter table accumulator set (fillfactor = 70);
alter table coverage_tally set (fillfactor = 70);
alter table business_key set (fillfactor = 90);
