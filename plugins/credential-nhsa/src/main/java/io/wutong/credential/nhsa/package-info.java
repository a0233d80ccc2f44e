/**
 * What a hospital's terminal reads, turned into a person: the text of a social security card, an identity number, the
 * QR code of the national e-voucher. Anything else, payment codes above all, is refused with what to show instead.
 */
@NullMarked
package io.wutong.credential.nhsa;

import org.jspecify.annotations.NullMarked;
