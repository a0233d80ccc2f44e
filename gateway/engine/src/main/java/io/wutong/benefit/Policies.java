package io.wutong.benefit;

import io.wutong.benefit.rules.Policy;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The policies in force, immutable; a reload makes a new one. */
public record Policies(List<Policy> list) {

    public static final Policies NONE = new Policies(List.of());

    public Policies {
        list = List.copyOf(list);
        for (int i = 0; i < list.size(); i++) {
            for (int j = i + 1; j < list.size(); j++) {
                if (list.get(i).overlaps(list.get(j))) {
                    throw new IllegalArgumentException("policies " + list.get(i).id() + " and "
                            + list.get(j).id() + " overlap in validity");
                }
            }
        }
    }

    /** The policy of an area, or of the nearest area above it that has one. */
    public Optional<Policy> find(Areas areas, String area, String insutype, LocalDate day) {
        for (Area above : areas.upwards(area)) {
            for (Policy policy : list) {
                if (policy.area().equals(above.code()) && policy.insutype().equals(insutype) && policy.validOn(day)) {
                    return Optional.of(policy);
                }
            }
        }
        return Optional.empty();
    }
}
