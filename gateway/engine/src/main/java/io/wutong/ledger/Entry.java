package io.wutong.ledger;

/**
 * One line of a node's books; never altered, a correction is a reversing entry.
 *
 * @param account for instance {@code receivable:home:320115:390100}
 * @param amountFen debit positive, credit negative
 */
public record Entry(String account, long amountFen) {}
