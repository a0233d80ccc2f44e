/**
 * Who sent this? Pure checks of what a caller claims: the national {@code x-tif-*} headers, a terminal's HMAC-SM3, an
 * SM2 signature over exact bytes, the areas in a peer's certificate.
 *
 * <p>Each check ends in a {@link io.wutong.http.auth.Verified}, whose valid case carries what the caller needs next, so
 * that a forgotten check does not compile into an accepted request. Nothing here keeps state: the nonce in a valid
 * result is claimed in the store by whoever called the check.
 */
@NullMarked
package io.wutong.http.auth;

import org.jspecify.annotations.NullMarked;
