package io.wutong.benefit.rules;

/**
 * What one fund pays on one part of a stay.
 *
 * @param deductibleFen what of its deductible was borne
 * @param brackets the ratio applied, changes included
 * @param reason how it came about
 */
record Paid(long fen, long deductibleFen, Brackets brackets, Reason reason) {}
