package io.wutong.topology;

import io.wutong.envelope.Csv;
import java.util.ArrayList;
import java.util.List;

/** The real tree: the administrative list and the medical-insurance areas over it. */
public final class RealAreas {

    public static final List<Area> LIST = List.copyOf(Areas.parseCsv(Csv.lines("areas.csv")));
    public static final Areas ALL = all();

    private RealAreas() {}

    private static Areas all() {
        List<Area> areas = new ArrayList<>(LIST);
        areas.addAll(Areas.parseCsv(Csv.lines("areas-overlay.csv")));
        return Areas.of(areas);
    }
}
