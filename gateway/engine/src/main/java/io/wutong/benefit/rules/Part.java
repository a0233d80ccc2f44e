package io.wutong.benefit.rules;

import java.util.List;
import java.util.Locale;

/** Parts of a bill that the basic fund has not paid. A later payment takes from them in this order. */
public enum Part {
    ABOVE_CAP("封顶线以上"),
    OWN_SHARE("按比例自付"),
    DEDUCTIBLE("起付线"),
    PRIOR_SELF_PAY("先行自付"),
    OVER_LIMIT("超限价"),
    OWN_PAY("全自费");

    /** What remains of the amount in scope. */
    public static final List<Part> IN_SCOPE = List.of(ABOVE_CAP, OWN_SHARE, DEDUCTIBLE);

    private final String zh;

    Part(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }

    /** As policy files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
