-- A channel's day, for reconciliation.
create index payment_order_paid on payment_order (channel, paid_at) where paid_at is not null;
create index refund_created on refund (channel, created_at);
