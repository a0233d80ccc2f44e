package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What conditions are tested on.
 *
 * @param level the policy's own level
 * @param place one of {@link Place}'s names
 * @param filing one of {@link Filing}'s names, emergencies treated as filed
 * @param classes of the person, with the policy's groups
 * @param nth the admission's number in the policy year, from 1
 * @param day what decides dated tables
 */
public record Facts(Stay stay, String level, String place, String filing, Set<String> classes, int nth, LocalDate day) {

    static Facts of(Stay stay, Policy policy) {
        String place = Place.of(stay.institutionArea(), policy.localPrefixes());
        Set<String> classes = stay.classes();
        if (!policy.groups().isEmpty()) {
            classes = new HashSet<>(classes);
            for (Map.Entry<String, List<String>> group : policy.groups().entrySet()) {
                if (group.getValue().stream().anyMatch(stay.classes()::contains)) {
                    classes.add(group.getKey());
                }
            }
        }
        Facts raw =
                new Facts(stay, stay.settlementLevel(), place, Filing.of(stay, place), classes, 1, stay.discharged());
        return policy.levels().isEmpty()
                ? raw
                : raw.withLevel(policy.levels().find(raw).orElse(stay.settlementLevel()));
    }

    Facts withLevel(String mapped) {
        return new Facts(stay, mapped, place, filing, classes, nth, day);
    }

    Facts withNth(int number) {
        return new Facts(stay, level, place, filing, classes, number, day);
    }
}
