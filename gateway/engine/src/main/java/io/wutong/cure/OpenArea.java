package io.wutong.cure;

import io.wutong.cases.CaseText;
import io.wutong.coverage.Institution;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Message;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * AREA-CLOSED-001: a county may be open in one direction only, or for one kind of care. Its rule {@code open} has words:
 * {@code in_} for patients from elsewhere, {@code out_} for its own elsewhere, each with {@code inpatient} or {@code
 * outpatient}. Who comes where it is closed is told what is open and where the nearest open institutions are.
 */
public final class OpenArea {

    private static final int NAMED_MAX = 3;
    private static final List<String> KINDS = List.of("inpatient", "outpatient");

    private OpenArea() {}

    /**
     * At the place of care, of somebody from elsewhere.
     *
     * @throws io.wutong.envelope.Refusal where it is closed to him
     */
    public static void requireIn(Message message, boolean outpatient) {
        String area = message.sender().area();
        require(message, area, "in_" + kind(outpatient));
    }

    /**
     * At home, of somebody who is elsewhere.
     *
     * @throws io.wutong.envelope.Refusal where its own are not settled elsewhere
     */
    public static void requireOut(Message message, boolean outpatient) {
        require(message, message.envelope().homeArea(), "out_" + kind(outpatient));
    }

    private static String kind(boolean outpatient) {
        return KINDS.get(outpatient ? 1 : 0);
    }

    private static void require(Message message, String area, String word) {
        Directory directory = message.directory();
        if (isOpen(directory, area, word)
                || together(
                        directory.topology().areas(),
                        message.envelope().careArea(),
                        message.envelope().homeArea())) {
            return;
        }
        throw Fault.CLOSEDAREA.refusal(name(directory, area), opens(directory, area), nearest(message, word));
    }

    private static boolean isOpen(Directory directory, String area, String word) {
        return words(directory, area).contains(word);
    }

    private static List<String> words(Directory directory, String area) {
        return directory.rules().list(directory.topology().areas(), area, RegionRules.OPEN);
    }

    /** Of one city both are no place elsewhere. */
    public static boolean together(Areas areas, String care, String home) {
        return areas.upwards(care).stream()
                .filter(above -> above.level() != Level.NATION && above.level() != Level.PROVINCE)
                .anyMatch(above -> areas.covers(above.code(), home));
    }

    private static String opens(Directory directory, String area) {
        List<String> words = words(directory, area);
        List<String> said = words.stream()
                .filter(word -> word.indexOf('_') > 0)
                .map(word -> CaseText.zh(CaseText.of(
                        "open." + word.substring(0, word.indexOf('_')),
                        CaseText.zh("open." + word.substring(word.indexOf('_') + 1)))))
                .toList();
        return said.isEmpty() ? CaseText.zh("open.nothing") : String.join("、", said);
    }

    /**
     * Where he can be settled: near the place of care where that is closed to him, at home where his home settles nobody
     * elsewhere. The nearest first, of those the larger; no pharmacy, since nobody is admitted or registered there.
     */
    private static String nearest(Message message, String word) {
        Directory directory = message.directory();
        Areas areas = directory.topology().areas();
        boolean in = word.startsWith("in_");
        String here = in ? message.envelope().careArea() : message.envelope().homeArea();
        List<Institution> open = directory.institutions().values().stream()
                .filter(one -> !one.isPharmacy())
                .filter(one -> in ? isOpen(directory, one.area(), word) : together(areas, one.area(), here))
                .sorted(Comparator.<Institution>comparingInt(one -> -shared(areas, here, one.area()))
                        .thenComparing(Institution::settlementLevel, Comparator.reverseOrder())
                        .thenComparing(Institution::code))
                .limit(NAMED_MAX)
                .toList();
        return open.isEmpty()
                ? CaseText.zh("open.none")
                : open.stream().map(Institution::name).collect(Collectors.joining("、"));
    }

    /** How many areas lie above both. */
    private static int shared(Areas areas, String here, String other) {
        List<Area> above = areas.upwards(here);
        return (int) areas.upwards(other).stream().filter(above::contains).count();
    }

    private static String name(Directory directory, String area) {
        return directory.topology().areas().find(area).map(Area::name).orElse(area);
    }
}
