package io.wutong.reference;

import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** 1304: a code list page by page. A field of the question that is a column is compared, one that ends in {@code name} in part. */
final class ListPages {

    private static final Set<String> OTHERS =
            Set.of("page_num", "page_size", "updt_time", "opt_begn_time", "opt_end_time", "ver");

    private ListPages() {}

    static Step page(Message message) {
        Body asked = message.data("data");
        CodeList list = Downloads.list(message);
        Map<String, String> wanted = wanted(asked, list);
        String since = asked.textOr("updt_time", "").replaceAll("[^0-9]", "");
        List<Body> found = new ArrayList<>();
        for (CodeList.Row row : list.rows()) {
            Body said = list.body(row);
            boolean fits = wanted.entrySet().stream()
                    .allMatch(field -> fits(field.getKey(), field.getValue(), said.textOr(field.getKey(), "")));
            if (fits && (since.isEmpty() || row.version().compareTo(since) >= 0)) {
                found.add(said);
            }
        }
        return Pages.answer(asked, found, row -> row);
    }

    private static Map<String, String> wanted(Body asked, CodeList list) {
        Map<String, String> wanted = new TreeMap<>();
        asked.fields().keySet().stream()
                .filter(name -> !OTHERS.contains(name) && list.has(name))
                .forEach(name -> asked.text(name).ifPresent(value -> wanted.put(name, value)));
        return wanted;
    }

    private static boolean fits(String name, String wanted, String said) {
        return name.endsWith("name") ? said.contains(wanted) : said.equals(wanted);
    }
}
