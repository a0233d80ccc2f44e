package io.wutong.http.auth;

/**
 * What is left to do after a signature was found right: claim the nonce in the store, once, in the caller's own name
 * space, kept for twice {@link SignedHeaders#WINDOW_SECONDS}.
 *
 * @param caller the account or terminal, now believed
 * @param nonce not seen before from this caller, if the store agrees
 * @param timestampSeconds the signed time, by whose hour the store partitions nonces
 */
public record NonceClaim(String caller, String nonce, long timestampSeconds) {}
