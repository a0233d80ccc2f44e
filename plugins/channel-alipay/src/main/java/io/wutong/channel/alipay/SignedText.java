package io.wutong.channel.alipay;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What exactly is signed: parameters in the order of their names. */
final class SignedText {

    private SignedText() {}

    /** {@code k=v} joined by {@code &}, by name; empty values and the names left out are no part of it. */
    static String of(Map<String, String> parameters, Set<String> without) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty() && !without.contains(entry.getKey()))
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&"));
    }
}
