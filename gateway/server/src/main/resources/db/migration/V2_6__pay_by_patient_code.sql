-- How an order is paid, and the scanned code as long as it must be sent again the same; the previous release reads on.
alter table payment_order add column method text not null default 'OUR_CODE';
alter table payment_order add column payer text;
