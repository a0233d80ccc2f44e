package io.wutong.benefit;

import io.wutong.benefit.rules.Policy;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies in force, immutable; a reload makes a new one.
 *
 * @param list in force
 * @param archive all that ever were, by content hash: what was calculated by one is calculated again by it
 */
public record Policies(List<Policy> list, Map<String, Policy> archive) {

    public static final Policies NONE = new Policies(List.of(), Map.of());

    public Policies {
        list = List.copyOf(list);
        archive = Map.copyOf(archive);
        for (int i = 0; i < list.size(); i++) {
            for (int j = i + 1; j < list.size(); j++) {
                if (list.get(i).overlaps(list.get(j))) {
                    throw new IllegalArgumentException("policies " + list.get(i).id() + " and "
                            + list.get(j).id() + " overlap in validity");
                }
            }
        }
    }

    /** Those in force alone. */
    public static Policies of(List<Policy> list) {
        Map<String, Policy> archive = new HashMap<>();
        list.forEach(policy -> archive.put(policy.hash(), policy));
        return new Policies(list, archive);
    }

    /** The policy with this content. */
    public Optional<Policy> byHash(String hash) {
        return Optional.ofNullable(archive.get(hash));
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
