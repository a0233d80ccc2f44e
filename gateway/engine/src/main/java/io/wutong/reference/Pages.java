package io.wutong.reference;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Step;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.List;
import java.util.function.Function;

/** Answers page by page, as 1304, 1312, 1316 to 1319 and 2407 are asked for. */
public final class Pages {

    /** Each answer is kept in the journal: a page is small. */
    static final int SIZE_MAX = 500;

    private Pages() {}

    public static <T> Step answer(Body asked, List<T> all, Function<T, Body> row) {
        int size = number(asked, "page_size", SIZE_MAX);
        int page = number(asked, "page_num", Integer.MAX_VALUE);
        int pages = (all.size() + size - 1) / size;
        long start = (page - 1L) * size;
        int from = (int) Math.min(start, all.size());
        List<T> rows = all.subList(from, Math.min(from + size, all.size()));
        return Step.answer(
                Body.builder()
                        .put("firstPage", new Value.Bool(page == 1))
                        .put("lastPage", new Value.Bool(page >= pages))
                        .put("size", rows.size())
                        .put("startRow", rows.isEmpty() ? 0 : from + 1)
                        .put("endRow", rows.isEmpty() ? 0 : from + rows.size())
                        .put("pageNum", page)
                        .put("pageSize", size)
                        .put("pages", pages)
                        .put("recordCounts", all.size())
                        .put("data", rows.stream().map(row).toList())
                        .build(),
                List.of());
    }

    private static int number(Body asked, String name, int max) {
        String text = Envelope.required(asked, name);
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > max) {
            throw Fault.FIELD.refusal(name, max == SIZE_MAX ? "应为1至" + SIZE_MAX : "应为不小于1的整数");
        }
        return number;
    }
}
