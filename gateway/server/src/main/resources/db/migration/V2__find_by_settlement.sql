-- an operator looks a settlement up by its id alone, without the node that the primary keys begin with
create index settlement_setl_id on settlement (setl_id);
create index settlement_fund_setl_id on settlement_fund (setl_id);
create index ledger_entry_setl_id on ledger_entry (setl_id);
create index payment_order_setl_id on payment_order (setl_id);
create index refund_setl_id on refund (setl_id);
