package io.wutong.app.config;

import io.vertx.core.buffer.Buffer;
import io.wutong.host.AdapterSpec;
import io.wutong.host.CallLimits;
import io.wutong.host.DatabaseSpec;
import io.wutong.host.ServiceLimits;
import io.wutong.host.Serving;
import io.wutong.host.TlsSpec;
import io.wutong.spi.Capability;
import io.wutong.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code adapters}. What {@code settings} must look like, the plugin's own schema says when it starts; here only
 * switches of test environments are refused.
 */
final class AdaptersPart {

    private static final String POSTGRESQL = "postgresql";

    private static final Rules.Form INSUTYPE =
            Rules.Form.of("[0-9]{3}", "3 位险种代码，如 390", "a coverage of three digits, such as 390");

    private static final String CAPABILITIES =
            Arrays.stream(Capability.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final Source source;
    private final Predicate<String> knownArea;
    private final Predicate<String> hostedArea;

    AdaptersPart(Source source, Predicate<String> knownArea, Predicate<String> hostedArea) {
        this.source = source;
        this.knownArea = knownArea;
        this.hostedArea = hostedArea;
    }

    List<AdapterSpec> read(Section root) {
        List<AdapterSpec> adapters = new ArrayList<>();
        Rules.Unique once = new Rules.Unique();
        for (Section section : root.sections("adapters")) {
            Scalar name = section.scalar("name");
            once.add(name);
            adapters.add(new AdapterSpec(
                    Rules.text(name, Rules.NAME),
                    Rules.text(section.scalar("plugin"), Rules.NAME),
                    area(section.scalar("area")),
                    section.tree("settings", AdaptersPart::refuseTestSwitches),
                    secrets(section.section("secrets")),
                    section.scalars("allowed_hosts").stream()
                            .map(host -> Rules.text(host, Rules.HOST_PORT))
                            .toList(),
                    required(section),
                    tls(section.section("tls")),
                    limits(section.section("limits")),
                    CallLimitsPart.read(section.section("calls"), CallLimits.ADAPTER),
                    databases(section.section("databases")),
                    serves(section.sections("serves"))));
        }
        return adapters;
    }

    private String area(Scalar scalar) {
        String area = scalar.or(AdapterSpec.WHOLE_PROCESS);
        if (!knownArea.test(area)) {
            scalar.wrong("已知的 6 位医保区划", "a known area of six digits");
        } else if (!area.equals(AdapterSpec.WHOLE_PROCESS) && !hostedArea.test(area)) {
            scalar.wrong("由本进程节点服务的区划", "an area that a node of this process serves");
        }
        return area;
    }

    private static void refuseTestSwitches(Scalar scalar, String key) {
        String name = key.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
        if (name.equals("signtype") && "MOCK".equalsIgnoreCase(scalar.text())) {
            scalar.wrong("正式的签名类型，如 SM2", "a real signature type such as SM2");
        } else if (name.equals("medinstestenv") && !"false".equals(scalar.text())) {
            scalar.wrong("false", "false");
        }
    }

    private Map<String, Secret> secrets(Section section) {
        Map<String, Secret> secrets = new HashMap<>();
        for (String name : section.names()) {
            Section one = section.section(name);
            Scalar file = one.scalar("file");
            Scalar variable = one.scalar("env");
            if (file.given() == variable.given()) {
                section.wrong(name, "file 与 env 二者取一", "exactly one of file and env");
            } else if (file.given()) {
                secrets.put(name, new Secret(Rules.secretFile(source, file)));
            } else {
                String value = source.environment(variable.or(""));
                if (value == null) {
                    variable.wrong("已设置的环境变量名", "the name of an environment variable that is set");
                } else {
                    secrets.put(name, new Secret(value.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        return secrets;
    }

    private static Set<Capability> required(Section section) {
        Set<Capability> required = EnumSet.noneOf(Capability.class);
        for (Scalar scalar : section.scalars("required")) {
            try {
                required.add(Capability.valueOf(scalar.or("")));
            } catch (IllegalArgumentException e) {
                scalar.wrong("能力之一：" + CAPABILITIES, "one of the capabilities " + CAPABILITIES);
            }
        }
        return required;
    }

    private TlsSpec tls(Section section) {
        Scalar trust = section.scalar("trust");
        Scalar certificate = section.scalar("certificate");
        Scalar key = section.scalar("key");
        if (certificate.given() != key.given()) {
            (certificate.given() ? key : certificate).wrong("certificate 与 key 同时给出", "certificate and key together");
            return TlsSpec.JDK;
        }
        if (!trust.given() && !key.given()) {
            return TlsSpec.JDK;
        }
        if (trust.given()) {
            PemFiles.certificates(source, trust);
        }
        if (certificate.given()) {
            PemFiles.certificates(source, certificate);
            PemFiles.privateKey(source, key);
        }
        return new TlsSpec(
                trust.given() ? Buffer.buffer(Rules.secretFile(source, trust)) : null,
                certificate.given() ? Buffer.buffer(Rules.secretFile(source, certificate)) : null,
                key.given() ? Buffer.buffer(Rules.secretFile(source, key)) : null);
    }

    /** Which visits of its area; {@code from} and {@code until} are civil days. */
    private static Serving serves(List<Section> sections) {
        return sections.stream().map(AdaptersPart::serving).reduce(Serving::or).orElse(Serving.ALL);
    }

    private static Serving serving(Section section) {
        Set<String> insutypes = section.scalars("insutypes").stream()
                .map(one -> Rules.text(one, INSUTYPE))
                .collect(Collectors.toSet());
        Scalar from = section.scalar("from");
        Scalar until = section.scalar("until");
        LocalDate first = day(from);
        LocalDate end = day(until);
        if (first != null && end != null && !first.isBefore(end)) {
            until.wrong("晚于 from 的日期", "a day after from");
            return Serving.ALL;
        }
        return new Serving(insutypes, first, end);
    }

    private static @Nullable LocalDate day(Scalar scalar) {
        if (!scalar.given()) {
            return null;
        }
        try {
            return LocalDate.parse(scalar.or(""));
        } catch (DateTimeException e) {
            scalar.wrong("日期，如 2026-07-01", "a day such as 2026-07-01");
            return null;
        }
    }

    private Map<String, DatabaseSpec> databases(Section section) {
        Map<String, DatabaseSpec> databases = new HashMap<>();
        for (String name : section.names()) {
            Section one = section.section(name);
            Scalar host = one.scalar("host");
            Scalar kind = one.scalar("kind");
            if (!kind.or(POSTGRESQL).equals(POSTGRESQL)) {
                kind.wrong(
                        "postgresql(网关只带 PostgreSQL 客户端；SQL Server、Oracle 的中间库请在一台 PostgreSQL 上以外部表 tds_fdw、oracle_fdw 接入)",
                        "postgresql (the gateway carries no other client; reach SQL Server or Oracle through foreign tables,"
                                + " tds_fdw or oracle_fdw, of a PostgreSQL)");
            }
            databases.put(
                    name,
                    new DatabaseSpec(
                            Rules.text(host, Rules.HOST),
                            Rules.integer(one.scalar("port"), 1, 65_535, 5_432),
                            Rules.text(one.scalar("database"), Rules.SHORT_TEXT),
                            Rules.text(one.scalar("user"), Rules.SHORT_TEXT),
                            new Secret(Rules.secret(source, one, "password", 1, 1_024)),
                            Rules.integer(one.scalar("connections_max"), 1, 64, DatabaseSpec.CONNECTIONS_MAX),
                            Rules.integer(one.scalar("waiting_max"), 0, 10_000, DatabaseSpec.WAITING_MAX),
                            Rules.integer(one.scalar("rows_max"), 1, 1_000_000, DatabaseSpec.ROWS_MAX)));
        }
        return databases;
    }

    private static ServiceLimits limits(Section section) {
        ServiceLimits normal = ServiceLimits.DEFAULT;
        return new ServiceLimits(
                Rules.integer(section.scalar("http_connections_max"), 1, 1_000, normal.httpConnectionsMax()),
                Rules.integer(section.scalar("http_waiting_max"), 0, 10_000, normal.httpWaitingMax()),
                Rules.flag(section.scalar("http_keep_alive"), normal.httpKeepAlive()),
                Rules.integer(section.scalar("connect_timeout_millis"), 1, 60_000, normal.connectTimeoutMillis()),
                Rules.integer(section.scalar("answer_bytes_max"), 1_024, 64 * 1024 * 1024, normal.answerBytesMax()),
                Rules.integer(section.scalar("worker_threads"), 1, 64, normal.workerThreads()),
                Rules.integer(section.scalar("worker_waiting_max"), 0, 10_000, normal.workerWaitingMax()),
                Rules.integer(section.scalar("log_lines_per_second"), 1, 100_000, normal.logLinesPerSecond()));
    }
}
