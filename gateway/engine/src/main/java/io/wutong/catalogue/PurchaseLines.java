package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines that a purchase at a pharmacy carries itself ({@code drugdetail}), split like those that are uploaded. */
public record PurchaseLines(Visit visit, List<FeeLine> lines, List<CatalogueMapping> questions) {

    private static final String LINES = "drugdetail";

    /** The mapping queue's rows of codes that the catalogue does not have. */
    public static Needs needs(Message message) {
        LineItems items = UploadLines.items(message);
        Set<Key<?>> keys = new LinkedHashSet<>();
        for (Body row : message.envelope().input().bodies(LINES)) {
            UploadLines.asked(row).filter(items::open).ifPresent(asked -> keys.add(items.key(asked)));
        }
        return new Needs(List.copyOf(keys), List.of());
    }

    /**
     * Splits them.
     *
     * @param bare the purchase without any lines
     * @return with the visit's running sums
     */
    public static PurchaseLines split(Message message, Visit bare, Rows rows) {
        List<Body> list = message.envelope().input().bodies(LINES);
        if (list.isEmpty()) {
            throw Fault.FIELD.refusal("input." + LINES, "不能为空");
        }
        LineItems items = UploadLines.items(message);
        SplitLines splitter = new SplitLines(bare, items, rows);
        Visit visit = bare;
        List<FeeLine> lines = new ArrayList<>();
        Map<Key<?>, CatalogueMapping> questions = new LinkedHashMap<>();
        Set<String> serials = new HashSet<>();
        for (Body row : list) {
            if (!serials.add(Envelope.required(row, "feedetl_sn"))) {
                throw Fault.LINEDUP.refusal(row.textOr("feedetl_sn", ""));
            }
            FeeLine line = splitter.split(UploadLines.billed(visit, row, ""));
            lines.add(line);
            visit = visit.withLine(line, 1);
            if (line.detail().unmapped()) {
                Key<CatalogueMapping> key = items.key(SplitLines.asked(line));
                if (rows.one(key).isEmpty()) {
                    questions.putIfAbsent(key, Proposals.question(line, visit, message));
                }
            }
        }
        return new PurchaseLines(visit, lines, List.copyOf(questions.values()));
    }
}
