package io.wutong.benefit.rules;

import java.util.List;

/** Conditions that must all hold; none at all holds always. */
public record When(List<Condition> conditions) {

    public static final When ALWAYS = new When(List.of());

    public When {
        conditions = List.copyOf(conditions);
    }

    public boolean holds(Facts facts) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(facts)) {
                return false;
            }
        }
        return true;
    }
}
