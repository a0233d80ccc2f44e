-- Special attributes (就医特殊属性) that institutions mark visits with (2406, 2407).
create table special_attribute (
  node           text        not null,
  mdtrt_id       text        not null,
  detl_id        text        not null,
  fixmedins_code text        not null,
  psn_no         text        not null,
  ipt_otp_no     text        not null,
  kind           text        not null,
  flag           text        not null,
  memo           text        not null,
  at             timestamptz not null,
  primary key (node, mdtrt_id, detl_id)
);
