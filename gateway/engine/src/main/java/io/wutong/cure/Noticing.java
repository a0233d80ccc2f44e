package io.wutong.cure;

import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One admission as its home looks at it, and what it has noticed so far: rows to write, and what the hospital is told. */
final class Noticing {

    private final Message message;
    private final Node home;
    private final Care care;
    private final Rows rows;
    private final List<Row> writes = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    Noticing(Message message, Node home, Care care, Rows rows) {
        this.message = message;
        this.home = home;
        this.care = care;
        this.rows = rows;
    }

    Message message() {
        return message;
    }

    Node home() {
        return home;
    }

    Care care() {
        return care;
    }

    Rows rows() {
        return rows;
    }

    Instant at() {
        return message.receivedAt();
    }

    RegionRules rules() {
        return message.directory().rules();
    }

    Areas areas() {
        return message.directory().topology().areas();
    }

    String homeArea() {
        return message.envelope().homeArea();
    }

    String names(List<String> codes) {
        return String.join("、", codes.stream().map(this::name).toList());
    }

    String name(String area) {
        return areas().find(area).map(found -> found.name()).orElse(area);
    }

    /** What every case of this admission knows. */
    Body.Builder facts() {
        return Body.builder()
                .put("psn_no", care.psnNo())
                .put("home_area", homeArea())
                .put("desk", Desk.ofHome(message, home))
                .put("care_area", care.institutionArea())
                .put("fixmedins_code", care.fixmedinsCode());
    }

    void write(Row row) {
        writes.add(row);
    }

    void write(CaseNotes notes) {
        writes.addAll(notes.rows());
    }

    /** @param key of {@link CaseText} */
    void notice(String key, String... values) {
        notices.add(CaseText.zh(CaseText.of(key, values)));
    }

    List<Row> writes() {
        return List.copyOf(writes);
    }

    /** What the hospital is told with the answer; empty for nothing. */
    String notice() {
        return String.join("；", notices);
    }
}
