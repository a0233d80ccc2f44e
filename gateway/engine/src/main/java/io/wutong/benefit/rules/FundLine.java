package io.wutong.benefit.rules;

/**
 * What one fund pays.
 *
 * @param id the fund's or layer's id in its policy
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type}
 * @param field the field of {@code setlinfo} that it belongs to
 * @param fen never negative, except on a cancellation
 * @param deductibleFen what of its own deductible was borne
 * @param process how it came about, in Chinese; {@code setl_proc_info}
 */
public record FundLine(
        String id, String name, String fundPayType, String field, long fen, long deductibleFen, String process) {

    FundLine plus(FundLine other) {
        return new FundLine(
                id,
                name,
                fundPayType,
                field,
                fen + other.fen,
                deductibleFen + other.deductibleFen,
                process + "；" + other.process);
    }
}
