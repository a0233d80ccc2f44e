package io.wutong.testkit;

import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a region adapter's descriptor says that it can do, in transactions; and messages with more in them than it knows. */
final class Declared {

    private static final Map<Capability, Set<String>> TRANSACTIONS = Map.of(
            Capability.PERSON, Set.of("1101"),
            Capability.ENTITLEMENT, Set.of("2001"),
            Capability.STAY, Set.of("2401", "2404", "2201", "2202"),
            Capability.FEE_LINES, Set.of("2301", "2302", "2204", "2205"),
            Capability.TRIAL, Set.of("2303", "2206"),
            Capability.SETTLE, Set.of("2304", "2207"),
            Capability.CANCEL, Set.of("2305", "2208"),
            Capability.ACCUMULATORS, Set.of("5206"));

    /** Transactions that no capability stands for; an adapter answers them or does not. */
    private static final List<String> OTHERS = List.of(
            "2203", "2402", "2403", "2405", "2501", "2503", "2505", "3201", "5201", "5203", "5301", "6201", "9101");

    private Declared() {}

    /** For each capability whether the transactions say the same: what does not agree, empty for nothing. */
    static Map<Capability, Set<String>> disagreeing(Descriptor descriptor) {
        Map<Capability, Set<String>> disagreeing = new LinkedHashMap<>();
        TRANSACTIONS.forEach((capability, infnos) -> {
            if (descriptor.can(capability) != infnos.stream().anyMatch(descriptor.transactions()::contains)) {
                disagreeing.put(capability, infnos);
            }
        });
        return disagreeing;
    }

    /** Transactions that it does not answer. */
    static List<String> lacking(Descriptor descriptor) {
        return Stream.concat(TRANSACTIONS.values().stream().flatMap(Set::stream), OTHERS.stream())
                .filter(infno -> !descriptor.transactions().contains(infno))
                .sorted()
                .toList();
    }

    static Set<Capability> lackingCapabilities(Descriptor descriptor) {
        Set<Capability> lacking = EnumSet.allOf(Capability.class);
        lacking.removeAll(descriptor.capabilities());
        return lacking;
    }

    static Request withInfno(Request request, String infno) {
        return copy(request, infno, request.input());
    }

    /** The message with a field in each of its objects that nobody knows. */
    static Request withUnknownFields(Request request) {
        return copy(request, request.infno(), (Body) widened(request.input()));
    }

    private static Request copy(Request request, String infno, Body input) {
        return new Request(
                infno,
                request.msgid(),
                request.careArea(),
                request.homeArea(),
                request.fixmedinsCode(),
                request.opter(),
                input,
                request.care());
    }

    private static Value widened(Value value) {
        if (value instanceof Body body) {
            Body.Builder wider = Body.builder();
            body.fields().forEach((name, each) -> wider.put(name, widened(each)));
            return wider.put("exp_nobody_knows", "扩展").build();
        }
        if (value instanceof Value.Items items) {
            List<Value> wider = new ArrayList<>();
            items.values().forEach(item -> wider.add(widened(item)));
            return new Value.Items(wider);
        }
        return value;
    }
}
