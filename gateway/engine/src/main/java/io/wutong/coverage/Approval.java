package io.wutong.coverage;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a filing holds at once or only once the responsible level has approved, and who that is. */
public enum Approval {
    /** The region wants none. */
    NONE,
    ASKED,
    GIVEN,
    REFUSED;

    /** Of a region: {@code none}, or the level whose agency approves: {@code county}, {@code city}, {@code province}. */
    private static final Map<HomeFiling.Kind, String> RULES = Map.of(
            HomeFiling.Kind.REFERRAL, "referral_approval",
            HomeFiling.Kind.CHRONIC, "chronic_approval",
            HomeFiling.Kind.DESIGNATED, "designated_approval");

    private static final String NOBODY = "none";

    boolean holds() {
        return this == NONE || this == GIVEN;
    }

    /** What a filing needs at its home. */
    static Approval needed(Message message, Node home, HomeFiling.Kind kind) {
        return level(message, home, kind).isPresent() ? ASKED : NONE;
    }

    private static Optional<Level> level(Message message, Node home, HomeFiling.Kind kind) {
        Areas areas = message.directory().topology().areas();
        String rule = RULES.getOrDefault(kind, "");
        String wanted = rule.isEmpty() ? NOBODY : message.directory().rules().of(areas, home.area(), rule);
        return wanted.isEmpty() || wanted.equals(NOBODY)
                ? Optional.empty()
                : Optional.of(Level.valueOf(wanted.toUpperCase(Locale.ROOT)));
    }

    /** The agency of the wanted level; where the tree has none there, the home's own. */
    private static Node responsible(Message message, Node home, HomeFiling.Kind kind) {
        Topology topology = message.directory().topology();
        Level wanted = level(message, home, kind).orElse(home.level());
        for (Area above : topology.areas().upwards(home.area())) {
            if (above.level() == wanted) {
                return topology.serving(above.code()).orElse(home);
            }
        }
        return home;
    }

    /** The item on the desk of who must approve; it climbs when he does not. */
    static List<Row> ask(Message message, Node home, HomeFiling filing) {
        return CaseNotes.found(
                        null,
                        home.id(),
                        Case.APPROVAL,
                        filing.sn(),
                        "备案" + filing.sn() + "待审批：" + filing.kind().zh() + " " + filing.code(),
                        Body.builder()
                                .put("psn_no", filing.psnNo())
                                .put("guard", filing.guard())
                                .build(),
                        message.receivedAt())
                .waiting()
                .actor(responsible(message, home, filing.kind()).id())
                .rows();
    }
}
