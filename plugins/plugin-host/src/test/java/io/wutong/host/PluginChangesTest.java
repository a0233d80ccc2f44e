package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static io.wutong.host.PluginHostTest.SPEC;
import static io.wutong.host.PluginHostTest.context;
import static io.wutong.host.PluginHostTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to a running host, and what a restart remembers of it. */
class PluginChangesTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    @TempDir
    private Path decisions;

    private final Vertx vertx = Vertx.vertx();
    /** What the configuration names when it is read again. */
    private List<AdapterSpec> named = List.of(SPEC);

    private PluginHost host = new PluginHost(vertx, PluginHostConfig.ofClasses(List.of(), List.of()));

    @BeforeEach
    void start() throws Exception {
        TestJar.example().writeTo(folder);
        restart();
    }

    @AfterEach
    void close() throws Exception {
        await(host.close());
        await(vertx.close());
    }

    @Test
    void should_tell_what_runs() throws Exception {
        assertThat(await(host.list()))
                .containsExactly(new PluginStatus(
                        "region-example",
                        "1.0.0",
                        "示例 1.0.0",
                        PluginKind.REGION,
                        "example.jar",
                        "folder",
                        true,
                        List.of("hunan"),
                        ""));
    }

    @Test
    void should_serve_the_replacement_again_when_restarted() throws Exception {
        replace("1.1.0");
        restart();
        assertThat(served()).isEqualTo("1.1.0");
        assertThat(await(host.list())).singleElement().satisfies(plugin -> {
            assertThat(plugin.previous()).isEqualTo("1.0.0");
        });
    }

    @Test
    void should_return_to_the_jar_before_and_back_when_rolled_back() throws Exception {
        replace("1.1.0");
        LeakReport report = await(host.rollback("region-example"));
        assertThat(report.version()).isEqualTo("1.1.0");
        assertThat(report.clean()).isTrue();
        assertThat(served()).isEqualTo("1.0.0");
        restart();
        assertThat(served()).as("a restart keeps it").isEqualTo("1.0.0");
        await(host.rollback("region-example"));
        assertThat(served()).isEqualTo("1.1.0");
    }

    @Test
    void should_refuse_to_roll_back_when_nothing_was_replaced() {
        assertThat(refusal(host.rollback("region-example")).chinese()).contains("没有可回退");
        assertThat(refusal(host.rollback("region-unknown")).reason()).isEqualTo(Reason.UNKNOWN_PLUGIN);
    }

    @Test
    void should_refuse_an_older_jar_when_a_newer_one_has_served() throws Exception {
        replace("1.1.0");
        Path older = TestJar.example().version("1.0.9").writeTo(elsewhere);
        PluginRefusedException refusal = refusal(host.replace(older));
        assertThat(refusal.reason()).isEqualTo(Reason.DOWNGRADE);
        assertThat(refusal.chinese()).contains("1.0.9", "1.1.0", "rollback");
        assertThat(served()).isEqualTo("1.1.0");
    }

    @Test
    void should_refuse_to_start_when_the_folder_has_an_older_jar_than_served() throws Exception {
        TestJar.example().version("1.2.0").writeTo(folder);
        restart();
        await(host.close());
        TestJar.example().version("1.1.0").writeTo(folder);
        host = make();
        assertThat(refusal(host.start()).reason()).isEqualTo(Reason.DOWNGRADE);
    }

    @Test
    void should_not_hold_a_version_against_others_when_it_never_served() throws Exception {
        await(host.close());
        TestJar.example()
                .version("3.0.0")
                .creating("if (true) throw new IllegalStateException();")
                .writeTo(folder);
        host = make();
        assertThat(refusal(host.start()).reason()).isEqualTo(Reason.CREATE_FAILED);
        TestJar.example().version("1.0.1").writeTo(folder);
        restart();
        assertThat(served()).isEqualTo("1.0.1");
    }

    @Test
    void should_prefer_the_folder_when_a_newer_release_was_installed() throws Exception {
        replace("1.1.0");
        await(host.rollback("region-example"));
        TestJar.example().version("1.2.0").writeTo(folder);
        restart();
        assertThat(served()).isEqualTo("1.2.0");
    }

    // --------------------------------------------------------- other adapters

    @Test
    void should_serve_what_the_configuration_names_now_and_leave_the_rest_alone() throws Exception {
        Object hunan = host.regionAdapter("430000").orElseThrow().guard();
        named = List.of(SPEC, of("changsha", "430100"));
        assertThat(await(host.configure()))
                .isEqualTo(new AdapterChanges(List.of("changsha"), List.of(), List.of(), List.of()));
        assertThat(host.regionAdapter("430000").orElseThrow().guard()).isSameAs(hunan);
        assertThat(host.regionAdapter("430100")).isPresent();

        named = List.of(SPEC.withSecrets(Map.of("token", Secret.of("another"))));
        assertThat(await(host.configure()))
                .isEqualTo(new AdapterChanges(List.of(), List.of("hunan"), List.of("changsha"), List.of()));
        assertThat(host.regionAdapter("430000").orElseThrow().guard()).isNotSameAs(hunan);
        assertThat(host.regionAdapter("430100")).isEmpty();
        assertThat(vertx.deploymentIDs()).as("those before are gone").hasSize(1);
        assertThat(await(host.configure()).isEmpty()).isTrue();
        // what replaces the plugin next has the adapters of now
        replace("1.1.0");
        assertThat(await(host.list()))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.adapters()).containsExactly("hunan"));
    }

    @Test
    void should_go_on_as_before_when_the_configuration_cannot_be_served() throws Exception {
        for (List<AdapterSpec> wrong : List.of(
                List.of(SPEC, SPEC.withName("second")),
                List.of(SPEC, AdapterSpec.of("other", "region-unknown", "440000")))) {
            named = wrong;
            assertThat(catchThrowable(() -> await(host.configure()))).isNotNull();
            assertThat(served()).isEqualTo("1.0.0");
            assertThat(vertx.deploymentIDs()).hasSize(1);
        }
        await(host.disable("region-example"));
        named = List.of(of("hunan", "440000"));
        assertThat(refusal(host.configure()).reason()).isEqualTo(Reason.NOT_NOW);
    }

    @Test
    void should_load_a_plugin_that_lies_in_the_folder_when_an_adapter_names_it() throws Exception {
        TestJar.example().id("region-second").file("second.jar").writeTo(folder);
        named = List.of(
                SPEC, AdapterSpec.of("second", "region-second", "440000").withSettings(SPEC.settings()));
        assertThat(await(host.configure()).started()).containsExactly("region-second");
        assertThat(host.regionAdapter("440000")).isPresent();
    }

    @Test
    void should_refuse_calls_before_they_are_sent_when_switched_off_also_after_a_restart() throws Exception {
        assertThat(await(host.disable("region-example")).clean()).isTrue();
        assertThat(await(call())).isEqualTo(Outcome.notSent("adapter_closed"));
        assertThat(vertx.deploymentIDs()).isEmpty();
        restart();
        assertThat(await(call())).isEqualTo(Outcome.notSent("adapter_closed"));
        assertThat(await(host.list())).singleElement().satisfies(plugin -> {
            assertThat(plugin.serving()).isFalse();
            assertThat(plugin.adapters()).containsExactly("hunan");
        });
        await(host.enable("region-example"));
        assertThat(served()).isEqualTo("1.0.0");
        restart();
        assertThat(served()).isEqualTo("1.0.0");
    }

    @Test
    void should_let_calls_under_way_end_when_switched_off() throws Exception {
        replace(TestJar.example()
                .version("1.1.0")
                .calling("return services.delay(300).map(x -> Outcome.succeeded(answer()));"));
        Future<Outcome<Body>> underWay = call();
        Future<LeakReport> off = host.disable("region-example");
        assertThat(await(underWay)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(await(off).clean()).isTrue();
    }

    @Test
    void should_stay_switched_off_when_replaced_meanwhile() throws Exception {
        await(host.disable("region-example"));
        replace("1.1.0");
        assertThat(await(call())).isEqualTo(Outcome.notSent("adapter_closed"));
        await(host.enable("region-example"));
        assertThat(served()).isEqualTo("1.1.0");
    }

    @Test
    void should_stay_switched_off_when_it_cannot_be_made() throws Exception {
        await(host.disable("region-example"));
        replace(TestJar.example().version("1.1.0").creating("if (true) throw new IllegalStateException();"));
        assertThat(refusal(host.enable("region-example")).reason()).isEqualTo(Reason.CREATE_FAILED);
        assertThat(await(call())).isEqualTo(Outcome.notSent("adapter_closed"));
        await(host.rollback("region-example"));
        await(host.enable("region-example"));
        assertThat(served()).isEqualTo("1.0.0");
    }

    @Test
    void should_refuse_what_does_not_fit_the_state() throws Exception {
        assertThat(refusal(host.enable("region-example")).reason()).isEqualTo(Reason.NOT_NOW);
        await(host.disable("region-example"));
        assertThat(refusal(host.disable("region-example")).chinese()).isEqualTo("已停用");
        assertThat(refusal(host.disable("region-unknown")).reason()).isEqualTo(Reason.UNKNOWN_PLUGIN);
    }

    @Test
    void should_do_one_change_at_a_time() throws Exception {
        Future<LeakReport> first =
                host.replace(TestJar.example().version("1.1.0").writeTo(elsewhere));
        assertThat(refusal(host.disable("region-example")).chinese()).contains("正在进行");
        await(first);
        assertThat(served()).isEqualTo("1.1.0");
    }

    @Test
    void should_refuse_a_name_that_leads_out_of_the_folder() throws Exception {
        Path jar = TestJar.example().id("../evil").writeTo(elsewhere);
        assertThat(refusal(host.replace(jar)).reason()).isEqualTo(Reason.UNREADABLE_JAR);
        Path wordy = TestJar.example().version("new").writeTo(elsewhere);
        assertThat(refusal(host.replace(wordy)).chinese()).contains("x.y.z");
    }

    @Test
    void should_refuse_what_is_no_file() throws Exception {
        assertThat(refusal(host.replace(elsewhere)).chinese()).contains("无法读取");
        assertThat(refusal(host.replace(elsewhere.resolve("none.jar"))).reason())
                .isEqualTo(Reason.UNREADABLE_JAR);
        assertThat(served()).isEqualTo("1.0.0");
    }

    @Test
    void should_refuse_to_start_when_the_decisions_cannot_be_read() throws Exception {
        await(host.close());
        Files.writeString(decisions.resolve("ledger.json"), "{");
        host = make();
        assertThat(catchThrowable(() -> await(host.start()))).hasMessageContaining("ledger.json");
    }

    private PluginHost make() {
        return new PluginHost(
                vertx,
                PluginHostConfig.ofFolder(folder, List.of(SPEC))
                        .withDecisions(decisions)
                        .withAgain(() -> named));
    }

    private static AdapterSpec of(String name, String area) {
        return AdapterSpec.of(name, "region-example", area).withSettings(SPEC.settings());
    }

    private void restart() throws Exception {
        await(host.close());
        host = make();
        await(host.start());
    }

    private void replace(String version) throws Exception {
        replace(TestJar.example().version(version));
    }

    private void replace(TestJar jar) throws Exception {
        assertThat(await(host.replace(jar.writeTo(elsewhere))).clean()).isTrue();
    }

    private Future<Outcome<Body>> call() {
        return host.regionAdapter("430000").orElseThrow().adapter().call(request(), context(5_000));
    }

    private String served() throws Exception {
        Outcome<Body> outcome = await(call());
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer().textOr("version", "");
    }

    private static PluginRefusedException refusal(Future<?> refused) {
        Throwable failure = catchThrowable(() -> await(refused));
        assertThat(failure).isNotNull();
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        assertThat(cause).isInstanceOf(PluginRefusedException.class);
        return (PluginRefusedException) cause;
    }
}
