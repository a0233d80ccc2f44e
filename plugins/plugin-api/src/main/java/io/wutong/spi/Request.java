package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * A national transaction as an adapter receives it.
 *
 * @param infno transaction number, four characters or more ({@code 2304}, {@code 2203A})
 * @param msgid the sender's message id, 30 characters; the same on every repetition
 * @param careArea {@code mdtrtarea_admvs}
 * @param homeArea {@code insuplc_admdvs}; the area served by the adapter or one below it
 * @param fixmedinsCode the institution
 * @param opter the operator who sent it
 * @param input the {@code input} node as the hospital wrote it, unknown fields included
 * @param care what the place of care adds; null for transactions before a visit exists (1101, 2001)
 */
public record Request(
        String infno,
        String msgid,
        String careArea,
        String homeArea,
        String fixmedinsCode,
        String opter,
        Body input,
        @Nullable Care care) {}
