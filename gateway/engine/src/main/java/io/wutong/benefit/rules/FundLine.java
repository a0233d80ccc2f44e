package io.wutong.benefit.rules;

/**
 * What one fund pays.
 *
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type}
 * @param field the field of {@code setlinfo} that it belongs to
 * @param fen never negative, except on a cancellation
 * @param process how it came about, in Chinese; {@code setl_proc_info}
 */
public record FundLine(String name, String fundPayType, String field, long fen, String process) {}
