package io.wutong.reference;

import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.spi.Body;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** 1304: a code list page by page. A field of the question that is a column is compared, one that ends in {@code name} in part. */
final class ListPages {

    private static final Set<String> OTHERS =
            Set.of("page_num", "page_size", "updt_time", "opt_begn_time", "opt_end_time", "ver");

    private ListPages() {}

    static Step page(Message message) {
        Body asked = message.data("data");
        CodeList list = Downloads.list(message);
        Map<Integer, Predicate<String>> wanted = wanted(asked, list);
        String since = asked.textOr("updt_time", "").replaceAll("[^0-9]", "");
        List<CodeList.Row> found = list.rows().stream()
                .filter(row -> since.isEmpty() || row.version().compareTo(since) >= 0)
                .filter(row -> wanted.entrySet().stream()
                        .allMatch(field -> field.getValue().test(row.cells().get(field.getKey()))))
                .toList();
        return Pages.answer(asked, found, list::body);
    }

    /** What the cell of a column must be. */
    private static Map<Integer, Predicate<String>> wanted(Body asked, CodeList list) {
        Map<Integer, Predicate<String>> wanted = new TreeMap<>();
        asked.fields().keySet().stream()
                .filter(name -> !OTHERS.contains(name) && list.has(name))
                .forEach(name -> asked.text(name)
                        .ifPresent(value -> wanted.put(
                                list.column(name),
                                name.endsWith("name") ? said -> said.contains(value) : value::equals)));
        return wanted;
    }
}
