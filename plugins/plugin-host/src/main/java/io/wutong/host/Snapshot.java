package io.wutong.host;

import io.vertx.core.Vertx;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Notifier;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.RegionAdapter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who serves what at one moment; immutable, replaced as a whole. Adapters of a plugin that was switched off keep their
 * area and their name, and refuse each call before it is sent: an area without an adapter would be another kind of home.
 */
record Snapshot(
        Map<String, List<Served<RegionAdapter>>> regionsByArea,
        Map<String, Served<PaymentChannel>> channelsByName,
        List<Served<CredentialReader>> readers,
        List<Served<Notifier>> notifiers,
        SortedMap<String, CallGuard> guards) {

    static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), List.of(), List.of(), new TreeMap<>());

    static Snapshot of(Vertx vertx, Collection<AdapterRuntime> runtimes, HostEvents events) {
        Map<String, List<Served<RegionAdapter>>> regions = new HashMap<>();
        Map<String, Served<PaymentChannel>> channels = new HashMap<>();
        List<Served<CredentialReader>> readers = new ArrayList<>();
        List<Served<Notifier>> notifiers = new ArrayList<>();
        SortedMap<String, CallGuard> guards = new TreeMap<>();
        for (AdapterRuntime runtime : runtimes) {
            guards.put(runtime.spec().name(), runtime.guard());
            switch (runtime.kind()) {
                case REGION ->
                    regions.computeIfAbsent(runtime.spec().area(), area -> new ArrayList<>())
                            .add(served(runtime, new GuardedRegionAdapter(vertx, runtime, events)));
                case CHANNEL ->
                    channels.put(
                            runtime.spec().name(), served(runtime, new GuardedPaymentChannel(vertx, runtime, events)));
                case CREDENTIAL -> {
                    if (runtime.adapter() != null) {
                        readers.add(served(runtime, new GuardedCredentialReader(vertx, runtime, events)));
                    }
                }
                case NOTIFIER -> {
                    if (runtime.adapter() != null) {
                        notifiers.add(served(runtime, new GuardedNotifier(vertx, runtime, events)));
                    }
                }
            }
        }
        return new Snapshot(
                Map.copyOf(regions),
                Map.copyOf(channels),
                List.copyOf(readers),
                List.copyOf(notifiers),
                Collections.unmodifiableSortedMap(guards));
    }

    private static <A> Served<A> served(AdapterRuntime runtime, A guard) {
        return new Served<>(
                runtime.spec().name(),
                runtime.spec().area(),
                runtime.spec().serving(),
                runtime.descriptor(),
                guard,
                runtime.guard());
    }
}
