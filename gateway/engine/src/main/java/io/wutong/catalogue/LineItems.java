package io.wutong.catalogue;

import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.LineFacts;
import io.wutong.catalogue.rules.Terms;
import io.wutong.exchange.Directory;
import io.wutong.port.Key;
import io.wutong.port.Rows;
import io.wutong.visit.Visit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Finds the terms of a visit's lines: the item of the national code on the day of the fee; else that of the code which
 * the local one is mapped to.
 *
 * <pre>
 *   med_list_codg in the catalogue? ─yes▶ its terms
 *        │no
 *   local code decided? ─mapped▶ terms of the mapped code   ─outside▶ own-pay for good
 *        │no
 *   put aside: own-pay until somebody decides
 * </pre>
 */
final class LineItems {

    private final Directory directory;
    private final Catalogue catalogue;
    private final String node;
    private final String fixmedinsCode;

    /** @param area the institution's */
    LineItems(Directory directory, String area, String node, String fixmedinsCode) {
        this.directory = directory;
        this.catalogue = directory.catalogue(area);
        this.node = node;
        this.fixmedinsCode = fixmedinsCode;
    }

    static LineItems of(Directory directory, Visit visit) {
        String area = directory
                .institution(visit.fixmedinsCode())
                .map(io.wutong.coverage.Institution::area)
                .orElse(visit.careArea());
        return new LineItems(directory, area, visit.node(), visit.fixmedinsCode());
    }

    /** What tells a line's item apart. */
    record Asked(String code, String localCode, LocalDate day) {}

    /** Whether the snapshot leaves the item open, so that the queue's row has to be read. */
    boolean open(Asked asked) {
        return catalogue.find(asked.code, asked.day).isEmpty()
                && directory
                        .mappings()
                        .find(node, fixmedinsCode, asked.localCode, asked.day)
                        .flatMap(mapping -> known(mapping, asked.day))
                        .isEmpty();
    }

    Key<CatalogueMapping> key(Asked asked) {
        return CatalogueMapping.key(node, fixmedinsCode, asked.localCode);
    }

    /** The terms of a line; of one that is open by the queue's row, which must be among the rows. */
    Terms terms(Asked asked, LineFacts facts, BigDecimal pric, Rows rows) {
        Optional<CatalogueItem> item = catalogue.find(asked.code, asked.day);
        if (item.isPresent()) {
            return Terms.of(item.get(), facts, pric);
        }
        Optional<Known> known = directory
                .mappings()
                .find(node, fixmedinsCode, asked.localCode, asked.day)
                .flatMap(mapping -> known(mapping, asked.day));
        if (known.isEmpty()) {
            // decided since the snapshot was taken?
            known = rows.one(key(asked))
                    .filter(mapping -> mapping.validity().has(asked.day))
                    .flatMap(mapping -> known(mapping, asked.day));
        }
        return known.map(one -> one.terms(facts, pric)).orElse(Terms.UNMAPPED);
    }

    /** A decision that can be followed on a day. */
    private record Known(Optional<CatalogueItem> item) {
        Terms terms(LineFacts facts, BigDecimal pric) {
            return item.map(one -> Terms.of(one, facts, pric)).orElse(Terms.OUTSIDE);
        }
    }

    private Optional<Known> known(CatalogueMapping mapping, LocalDate day) {
        return switch (mapping.state()) {
            case PROPOSED -> Optional.empty();
            case OUTSIDE -> Optional.of(new Known(Optional.empty()));
            case MAPPED -> catalogue.find(mapping.code(), day).map(item -> new Known(Optional.of(item)));
        };
    }
}
