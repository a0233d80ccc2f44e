package io.wutong.exchange;

import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.port.Timers;
import io.wutong.work.Tenure;

/** The world around an exchange, production's or a simulation's. */
public record Ports(
        Clock clock,
        Timers timers,
        Random random,
        Store store,
        Link link,
        HomeAdapters adapters,
        Tenure tenure,
        ExchangeEvents events) {}
