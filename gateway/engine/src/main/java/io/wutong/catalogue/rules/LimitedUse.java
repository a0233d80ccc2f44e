package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Limited use, 限用范围: outside of it an item is own-pay as a whole. Where the scope is written as conditions, they
 * decide; where it is only words, the hospital does, who must say that it approved.
 *
 * @param scope the words; empty when use is not limited
 * @param when the conditions; null when there are only words
 */
public record LimitedUse(String scope, @Nullable Conditions when) {

    public static final LimitedUse NONE = new LimitedUse("", null);

    public boolean limited() {
        return !scope.isEmpty() || when != null;
    }

    public boolean permits(LineFacts facts, BigDecimal price) {
        if (when != null) {
            return when.hold(facts, price);
        }
        return scope.isEmpty() || facts.approval().equals(LineFacts.APPROVED);
    }
}
