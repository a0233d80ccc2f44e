package io.wutong.catalogue;

import io.wutong.catalogue.rules.Validity;
import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * How a local code is mapped to the place of care's catalogue, or the question how; a question is a row of the mapping
 * queue.
 *
 * @param node the place of care
 * @param fixmedinsCode the institution whose code it is, or {@link #EVERY}
 * @param localCode {@code medins_list_codg}
 * @param localName as far as the institution said one
 * @param sentCode {@code med_list_codg} of the line that was put aside
 * @param code the national code: proposed, or decided; empty for none
 * @param reason why it was proposed, or why it was decided so
 * @param validity fee days that a decision is for
 * @param by who decided; empty while it is a question
 * @param at when it was asked or decided
 */
public record CatalogueMapping(
        String node,
        String fixmedinsCode,
        String localCode,
        String localName,
        String sentCode,
        MappingState state,
        String code,
        String reason,
        Validity validity,
        String by,
        Instant at)
        implements Row {

    /** For all institutions of the place of care. */
    public static final String EVERY = "*";

    public static Key<CatalogueMapping> key(String node, String fixmedinsCode, String localCode) {
        return Key.of(CatalogueMapping.class, node, fixmedinsCode, localCode);
    }

    @Override
    public Key<CatalogueMapping> key() {
        return key(node, fixmedinsCode, localCode);
    }
}
