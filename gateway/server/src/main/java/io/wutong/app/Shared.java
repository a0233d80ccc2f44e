package io.wutong.app;

import io.wutong.envelope.FieldTables;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Handlers;
import io.wutong.exchange.Ports;
import io.wutong.host.CallGuard;
import io.wutong.http.PatientPages;
import io.wutong.http.WindowQuota;
import io.wutong.http.guard.Admission;
import io.wutong.http.guard.HttpLimits;
import io.wutong.observe.ExchangeEvents;
import io.wutong.plugin.HostedPlugins;
import io.wutong.port.Clock;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the loops of one process share, all of it immutable or safe for many threads.
 *
 * @param around what a sandbox wraps each loop's ports in
 * @param peerGuards by the peer's name
 * @param shownByPeers takes the certificate of a peer that calls
 * @param directory swapped as a whole when something was imported
 */
record Shared(
        AppConfig config,
        Clock clock,
        UnaryOperator<Ports> around,
        Transaction.Table transactions,
        FieldTables fields,
        Handlers handlers,
        HostedPlugins plugins,
        io.wutong.host.PluginHost pluginHost,
        Supplier<Directory> directory,
        Map<String, CallGuard> peerGuards,
        ExchangeEvents events,
        Consumer<X509Certificate> shownByPeers,
        Admission hospitalDoor,
        Admission peerDoor,
        Admission callbackDoor,
        WindowQuota lookUps,
        WindowQuota callbackQuota,
        PatientPages.Room patientRoom,
        HttpLimits limits) {}
