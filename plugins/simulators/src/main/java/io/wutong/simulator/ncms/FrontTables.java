package io.wutong.simulator.ncms;

import java.util.List;

/** The exchange tables, as the county's software house made them. */
final class FrontTables {

    private static final String COMMON = "hosp_code varchar(20), biz_id varchar(40), op char(1), status char(1),"
            + " ref_no varchar(40), err_code varchar(20), err_msg varchar(500), created_at timestamp,"
            + " taken_at timestamp, done_at timestamp, row_ver int, primary key (hosp_code, biz_id)";

    private FrontTables() {}

    static final List<String> NAMES =
            List.of("XNH_PERSON_REQ", "XNH_PERSON", "XNH_REG", "XNH_FEE", "XNH_CALC", "XNH_CALC_RESULT");

    static final List<String> DEFINITIONS = List.of(
            "create table \"XNH_PERSON_REQ\" (id_type varchar(2), id_no varchar(30), card_no varchar(30), year int, "
                    + COMMON + ")",
            "create table \"XNH_PERSON\" (hosp_code varchar(20), biz_id varchar(40), person_no varchar(30),"
                    + " family_no varchar(30), name varchar(50), sex char(1), birth date, insured char(1),"
                    + " area_code char(6), balance numeric(14,2), year_paid numeric(14,2), poverty_flag char(1),"
                    + " id_no varchar(30))",
            "create table \"XNH_REG\" (visit_no varchar(40), visit_kind char(1), person_no varchar(30),"
                    + " in_date timestamp, dept varchar(50), bed varchar(20), doctor varchar(50), diag1 varchar(20),"
                    + " diag2 varchar(20), diag3 varchar(20), out_date timestamp, out_diag varchar(20),"
                    + " out_result char(1), transfer_no varchar(40), " + COMMON + ")",
            "create table \"XNH_FEE\" (visit_no varchar(40), seq int, orig_seq int, item_his varchar(40),"
                    + " item_scheme varchar(40), name varchar(100), kind char(1), spec varchar(50), unit varchar(20),"
                    + " form varchar(20), price numeric(12,4), qty numeric(12,4), amt numeric(12,2),"
                    + " fee_time timestamp, doctor varchar(50), dept varchar(50), batch_id varchar(40), batch_cnt int,"
                    + " batch_amt numeric(14,2), " + COMMON + ", unique (visit_no, seq))",
            "create table \"XNH_CALC\" (visit_no varchar(40), calc_type char(1), invoice_no varchar(40),"
                    + " total numeric(12,2), own_pay numeric(12,2), over_limit numeric(12,2),"
                    + " prior_pay numeric(12,2), in_scope numeric(12,2), row_cnt int, end_date timestamp, use_account char(1),"
                    + " orig_biz_id varchar(40), " + COMMON + ")",
            "create table \"XNH_CALC_RESULT\" (hosp_code varchar(20), biz_id varchar(40), status char(1),"
                    + " visit_no varchar(40), calc_type char(1), settle_no varchar(40), total numeric(12,2),"
                    + " eligible numeric(12,2), deductible numeric(12,2), fund numeric(12,2),"
                    + " serious_fund numeric(12,2), civil_aid numeric(12,2), poverty_aid numeric(12,2),"
                    + " account numeric(12,2), hospital_bear numeric(12,2), cash numeric(12,2),"
                    + " balance_after numeric(12,2), orig_settle_no varchar(40), done_at timestamp)");
}
