package io.wutong.benefit.rules;

/**
 * What one fund pays on one part of a stay.
 *
 * @param deductibleFen what of its deductible was borne
 * @param brackets the ratio applied, changes included
 * @param process how it came about, in Chinese
 */
record Paid(long fen, long deductibleFen, Brackets brackets, String process) {}
