package io.wutong.app.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every key of the configuration file. {@code []} stands for any item of a list, {@code *} for any name, {@code **}
 * for whatever a plugin's own schema says.
 */
public final class ConfigKeys {

    private static final Set<String> ALL = keys("""
            process
            data_dir
            plugins
            plugin_keys
            loops
            callback_base
            index_key
            index_key_file
            database.host
            database.port
            database.database
            database.user
            database.password
            database.password_file
            listeners.hospital.host
            listeners.hospital.port
            listeners.hospital.tls.certificate
            listeners.hospital.tls.key
            listeners.hospital.tls.ca
            listeners.peer.host
            listeners.peer.port
            listeners.peer.tls.certificate
            listeners.peer.tls.key
            listeners.peer.tls.ca
            listeners.callbacks.host
            listeners.callbacks.port
            listeners.callbacks.tls.certificate
            listeners.callbacks.tls.key
            listeners.callbacks.tls.ca
            listeners.admin.host
            listeners.admin.port
            nodes[].area
            nodes[].name
            nodes[].parent
            nodes[].peer
            charges[].area
            charges[].infno
            charges[].orders
            charges[].sequence
            peers[].name
            peers[].host
            peers[].port
            peers[].calls.in_flight_max
            peers[].calls.breaker_window_millis
            peers[].calls.breaker_calls_min
            peers[].calls.breaker_failure_percent
            peers[].calls.breaker_open_millis
            peers[].calls.breaker_open_millis_max
            accounts[].paasid
            accounts[].token
            accounts[].token_file
            accounts[].institutions
            accounts[].signing_key
            accounts[].platform
            accounts[].answer_key
            accounts[].answer_key_file
            terminals[].id
            terminals[].key
            terminals[].key_file
            terminals[].institution
            adapters[].name
            adapters[].plugin
            adapters[].area
            adapters[].settings.**
            adapters[].secrets.*.file
            adapters[].secrets.*.env
            adapters[].allowed_hosts
            adapters[].required
            adapters[].tls.trust
            adapters[].tls.certificate
            adapters[].tls.key
            adapters[].limits.http_connections_max
            adapters[].limits.http_waiting_max
            adapters[].limits.http_keep_alive
            adapters[].limits.connect_timeout_millis
            adapters[].limits.answer_bytes_max
            adapters[].limits.worker_threads
            adapters[].limits.worker_waiting_max
            adapters[].limits.log_lines_per_second
            adapters[].calls.in_flight_max
            adapters[].calls.breaker_window_millis
            adapters[].calls.breaker_calls_min
            adapters[].calls.breaker_failure_percent
            adapters[].calls.breaker_open_millis
            adapters[].calls.breaker_open_millis_max
            adapters[].serves[].insutypes
            adapters[].serves[].from
            adapters[].serves[].until
            adapters[].databases.*.kind
            adapters[].databases.*.host
            adapters[].databases.*.port
            adapters[].databases.*.database
            adapters[].databases.*.user
            adapters[].databases.*.password
            adapters[].databases.*.password_file
            adapters[].databases.*.connections_max
            adapters[].databases.*.waiting_max
            adapters[].databases.*.rows_max
            """);

    private ConfigKeys() {}

    private static Set<String> keys(String lines) {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(Arrays.asList(lines.strip().split("\n"))));
    }

    /** All of them, leaves only. */
    public static Set<String> all() {
        return ALL;
    }

    /** What may stand in the mapping at a path; empty for one that has no keys of ours. */
    static Set<String> below(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        Set<String> names = new TreeSet<>();
        for (String key : ALL) {
            if (key.startsWith(prefix)) {
                String name = key.substring(prefix.length()).split("\\.", 2)[0];
                names.add(name.endsWith("[]") ? name.substring(0, name.length() - 2) : name);
            }
        }
        return names;
    }

    /** The environment variable that overrides a scalar: {@code accounts[0].token} is WUTONG_ACCOUNTS_0_TOKEN. */
    public static String environment(String path) {
        return "WUTONG_" + path.replace("]", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
