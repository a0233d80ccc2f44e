-- What of an order was promised back to the patient, and what has gone: never more than was paid. The previous release
-- reads on.
alter table payment_order add column giving_back_fen bigint not null default 0;
alter table payment_order add column given_back_fen bigint not null default 0;
update payment_order o
set giving_back_fen = r.giving, given_back_fen = r.given
from (
  select node, order_no, sum(refund_fen) as giving, coalesce(sum(refund_fen) filter (where state = 'REFUNDED'), 0) as given
  from refund group by node, order_no
) r
where r.node = o.node and r.order_no = o.order_no;
alter table payment_order add check (given_back_fen >= 0 and given_back_fen <= giving_back_fen and giving_back_fen <= amount_fen);
