package io.wutong.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.exchange.Exchanges;
import io.wutong.host.PluginHost;
import io.wutong.settlement.SideSweep;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.store.PgStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The four layers of the gateway, and what the engine must not touch so that a simulation can replay it. */
class ArchitectureTest {

    private static final String[] PURE = {
        "io.wutong.port..",
        "io.wutong.topology..",
        "io.wutong.envelope..",
        "io.wutong.routing..",
        "io.wutong.observe..",
        "io.wutong.state..",
        "io.wutong..rules.."
    };
    private static final String[] USE_CASES = {
        "io.wutong.exchange..",
        "io.wutong.coverage..",
        "io.wutong.visit..",
        "io.wutong.catalogue..",
        "io.wutong.benefit..",
        "io.wutong.settlement..",
        "io.wutong.ledger..",
        "io.wutong.payment..",
        "io.wutong.charge..",
        "io.wutong.reconcile..",
        "io.wutong.cases..",
        "io.wutong.cure..",
        "io.wutong.reference..",
        "io.wutong.notice..",
        "io.wutong.terminal..",
        "io.wutong.handlers..",
        "io.wutong.work.."
    };
    private static final String[] ADAPTERS = {
        "io.wutong.store..", "io.wutong.transport..", "io.wutong.plugin..", "io.wutong.http.."
    };
    private static final String[] ROOTS = {"io.wutong.app.."};

    private static JavaClasses classes;
    private static JavaClasses engine;

    @BeforeAll
    static void read() {
        // what is not ours is known by its name; looking into it takes minutes
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter()
                .importUrls(Stream.of(Json.class, Exchanges.class, PluginHost.class, PgStore.class)
                        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                        .toList());
        engine = classes.that(resideInAnyPackage(join(PURE, USE_CASES)));
    }

    @Test
    void should_have_every_package_of_the_gateway_in_a_layer() {
        classes()
                .that(resideInAPackage("io.wutong.."))
                .should()
                .resideInAnyPackage(join(
                        join(PURE, USE_CASES),
                        join(join(ADAPTERS, ROOTS), new String[] {"io.wutong.host..", "io.wutong.spi.."})))
                .check(classes);
        assertThat(engine).hasSizeGreaterThan(100);
    }

    @Test
    void should_keep_the_pure_layer_below_all_others() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(above(PURE, join(USE_CASES, join(ADAPTERS, ROOTS))))
                .check(classes);
    }

    @Test
    void should_let_use_cases_know_the_outside_through_ports_alone() {
        noClasses()
                .that()
                .resideInAnyPackage(join(PURE, USE_CASES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(join(ADAPTERS, ROOTS))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.wutong.host..")
                .check(classes);
    }

    @Test
    void should_build_objects_in_the_composition_root_alone() {
        noClasses()
                .that()
                .resideInAnyPackage(join(join(PURE, USE_CASES), ADAPTERS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOTS)
                .check(classes);
    }

    @Test
    void should_use_the_jdk_futures_and_the_spi_alone_in_the_engine() {
        classes()
                .that()
                .resideInAnyPackage(join(PURE, USE_CASES))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(join(
                                join(PURE, USE_CASES), new String[] {"java..", "io.wutong.spi..", "org.jspecify.."}))
                        .or(describe(
                                "futures and buffers",
                                type -> Set.of(
                                                "io.vertx.core.Future",
                                                "io.vertx.core.Promise",
                                                "io.vertx.core.AsyncResult",
                                                "io.vertx.core.Handler",
                                                "io.vertx.core.CompositeFuture",
                                                "io.vertx.core.Completable",
                                                "io.vertx.core.Expectation",
                                                "io.vertx.core.buffer.Buffer")
                                        .contains(type.getName()))))
                .check(classes);
    }

    @Test
    void should_read_and_write_json_in_one_class_alone() {
        noClasses()
                .that(describe("are not Json", type -> !type.getName().startsWith("io.wutong.spi.Json")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson..", "io.vertx.core.json..")
                .check(classes.that(resideInAnyPackage(
                        join(join(PURE, USE_CASES), new String[] {"io.wutong.spi..", "io.wutong.store.."}))));
    }

    /** A repetition's outcome says only how it ended: {@code Answered} has what with. */
    @Test
    void should_read_what_was_answered_from_the_bytes_when_a_cure_may_ask_again() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.wutong.cure..")
                .or()
                .haveFullyQualifiedName(SideSweep.class.getName())
                .should()
                .callMethod(Outcome.Succeeded.class, "answer");
        rule.check(engine);
        assertThatThrownBy(() -> noClasses()
                        .that()
                        .resideInAPackage("io.wutong.settlement..")
                        .should()
                        .callMethod(Outcome.Succeeded.class, "answer")
                        .check(engine))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void should_take_time_chance_and_threads_from_ports_in_the_engine() {
        fromPorts().check(engine);
    }

    @Test
    void should_notice_what_it_forbids_where_it_is_allowed() {
        assertThatThrownBy(() -> fromPorts().check(classes.that(resideInAPackage("io.wutong.app.."))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now()")
                .hasMessageContaining("java.util.concurrent");
        assertThatThrownBy(() -> noSql().check(classes.that(resideInAPackage("io.wutong.store.."))))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule fromPorts() {
        return noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethodWhere(named(Future.class, "timeout", "await", "fromCompletionStage"))
                .orShould()
                .callMethodWhere(named(Promise.class, "await"))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Thread|java\\.(util|security)\\.\\w*Random");
    }

    @Test
    void should_never_reckon_money_in_floating_point() {
        DescribedPredicate<JavaClass> floating = describe(
                "double or float",
                type -> Set.of("double", "float", "java.lang.Double", "java.lang.Float")
                        .contains(type.getName()));
        JavaClasses money = classes.that(
                resideInAnyPackage(join(join(PURE, USE_CASES), new String[] {"io.wutong.store..", "io.wutong.spi.."})));
        fields().should().notHaveRawType(floating).check(money);
        methods().should().notHaveRawReturnType(floating).check(money);
        methods()
                .should()
                .notHaveRawParameterTypes(
                        describe("double or float", types -> types.stream().anyMatch(floating)))
                .check(money);
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "a value as double or float",
                        call -> Set.of("doubleValue", "floatValue", "parseDouble", "parseFloat", "asDouble")
                                .contains(call.getTarget().getName())))
                .check(money);
    }

    @Test
    void should_have_sql_in_the_store_alone() throws Exception {
        noSql().check(classes.that(resideInAnyPackage(join(
                join(PURE, USE_CASES),
                new String[] {"io.wutong.http..", "io.wutong.transport..", "io.wutong.plugin.."}))));
        Pattern sql = Pattern.compile(
                "\"\\s*(select\\s.+\\sfrom\\s|insert\\s+into\\s|update\\s+\\w+\\s+set\\s|delete\\s+from\\s)",
                Pattern.CASE_INSENSITIVE);
        Path sources = Path.of("src/main/java/io/wutong");
        assertThat(sources).isDirectory();
        int inStore = 0;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                boolean found = sql.matcher(Files.readString(file)).find();
                if (file.startsWith(sources.resolve("store"))) {
                    inStore += found ? 1 : 0;
                } else {
                    assertThat(found).as("SQL in %s", file).isFalse();
                }
            }
        }
        assertThat(inStore).isGreaterThan(1);
    }

    private static ArchRule noSql() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.postgresql..");
    }

    // ---------------------------------------------------------------- shared

    private static DescribedPredicate<JavaClass> above(String[] own, String[] upper) {
        return resideInAnyPackage(upper).and(DescribedPredicate.not(resideInAnyPackage(own)));
    }

    private static DescribedPredicate<JavaAccess<?>> named(Class<?> owner, String... names) {
        return describe(
                owner.getSimpleName() + " " + List.of(names),
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && List.of(names).contains(access.getTarget().getName()));
    }

    private static String[] join(String[] a, String[] b) {
        return Stream.concat(Stream.of(a), Stream.of(b)).toArray(String[]::new);
    }
}
