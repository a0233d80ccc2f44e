package io.wutong.store;

import io.wutong.ledger.Entry;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;

/** Entries in their column: JSON, so that the view {@code ledger_entry} reads them too. */
final class EntryLines {

    private EntryLines() {}

    static String write(List<Entry> entries) {
        List<Value> lines = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            lines.add(new Value.Items(List.of(Value.text(entry.account()), Value.number(entry.amountFen()))));
        }
        return Json.writeText(new Value.Items(lines));
    }

    static List<Entry> read(String lines) {
        List<Entry> entries = new ArrayList<>();
        Value all = Json.read("{\"lines\":" + lines + "}").get("lines");
        if (all instanceof Value.Items items) {
            for (Value line : items.values()) {
                List<Value> parts = ((Value.Items) line).values();
                Body both = Body.builder()
                        .put("account", parts.get(0))
                        .put("fen", parts.get(1))
                        .build();
                entries.add(new Entry(both.textOr("account", ""), Long.parseLong(both.textOr("fen", ""))));
            }
        }
        return entries;
    }
}
