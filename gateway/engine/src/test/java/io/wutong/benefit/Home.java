package io.wutong.benefit;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.Stay;
import io.wutong.spi.Body;
import java.util.List;
import java.util.Set;

/** A policy of a few lines, and the stays of one person in short: what a test does not say is usual. */
final class Home {

    private static final String HEAD = """
        policy: p
        title: p
        area: "320100"
        insutype: "390"
        valid: { from: "2020-01-01" }
        year_start: "01-01"
        """;

    private final Policy policy;
    private final History history;
    private int settled;

    private Home(Policy policy) {
        this.policy = policy;
        this.history = new History(TestPolicies.versions(policy), Amounts.NONE);
    }

    /** A home whose basic fund has these rules. */
    static Home basic(String rules) {
        return whole(HEAD + "basic:\n  name: 统筹\n  fund_pay_type: \"390100\"\n  field: hifp_pay\n" + rules.indent(2));
    }

    /** A home with a layer of these rules, after a basic fund that pays half. */
    static Home layer(String rules) {
        return layers("name: 大病\nfund_pay_type: \"390200\"\nfield: hifmi_pay\n" + rules);
    }

    /** The same with several layers. */
    static Home layers(String... layers) {
        StringBuilder yaml = new StringBuilder(HEAD)
                .append("basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50% }\nlayers:\n");
        for (String layer : layers) {
            yaml.append("  - ").append(layer.indent(4).stripLeading());
        }
        return whole(yaml.toString());
    }

    /** With more of the policy beside it. */
    static Home whole(String yaml) {
        return new Home(TestPolicies.parse(yaml));
    }

    static String head() {
        return HEAD;
    }

    /** One more stay, of the first of May at a hospital of level 3 with 10 000 yuan in scope if nothing else is said. */
    Benefit stay(String fields) {
        return history.settle(read("s" + ++settled, fields));
    }

    static Stay read(String id, String fields) {
        Body said = TestPolicies.yaml("{" + fields + "}");
        Body.Builder body = Body.builder();
        if (!said.has("id")) {
            body.put("id", id);
        }
        if (!said.has("discharged")) {
            body.put("discharged", "2026-05-01");
        }
        if (!said.has("level")) {
            body.put("level", "3");
        }
        if (!said.has("in_scope")) {
            body.put("in_scope", "10000.00");
        }
        said.fields().forEach(body::put);
        return new StayReader(Body.EMPTY, Set.of("特困", "低保", "1101", "1201")).read(body.build());
    }

    History history() {
        return history;
    }

    Policy policy() {
        return policy;
    }

    /** What each fund pays, in yuan. */
    static List<Long> yuan(Benefit benefit) {
        return benefit.funds().stream().map(FundLine::fen).map(fen -> fen / 100).toList();
    }
}
