package io.wutong.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.host.Served;
import io.wutong.host.Serving;
import io.wutong.port.Begun;
import io.wutong.port.HomeAdapter;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One area, two legacy systems: one for employees, and for residents one that was replaced in mid-year. */
class HostedPluginsTest {

    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);

    private final List<String> asked = new ArrayList<>();
    private final List<Served<RegionAdapter>> systems = List.of(
            system("employees", new Serving(Set.of("310"), null, null)),
            system("residents-old", new Serving(Set.of("390"), LocalDate.of(2026, 1, 1), JULY)),
            system("residents-new", new Serving(Set.of("390"), JULY, null)));

    @ParameterizedTest
    @CsvSource({
        "310, 2026-03-01, employees",
        "390, 2026-06-30, residents-old",
        "390, 2026-07-01, residents-new",
        "390, 2027-01-01, residents-new"
    })
    void should_choose_by_coverage_and_by_the_day_on_which_the_visit_began(
            String insutype, LocalDate began, String expected) {
        assertThat(chosen(insutype, began).name()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"390, 2025-12-31", "510, 2026-03-01"})
    void should_refuse_when_none_serves_the_visit(String insutype, LocalDate began) {
        HomeAdapter nobody = chosen(insutype, began);
        assertThat(nobody.descriptor().transactions()).isEmpty();
        assertThat(call(nobody, "2401", "P1")).isInstanceOf(Outcome.Rejected.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void should_ask_one_after_the_other_who_a_person_is_while_the_coverage_is_not_known() {
        HomeAdapter all = chosen("", LocalDate.of(2026, 8, 1));
        assertThat(call(all, "1101", "known to residents-new")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(asked).containsExactly("employees", "residents-new");
        asked.clear();
        assertThat(call(all, "1101", "known to employees")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(asked).containsExactly("employees");
        asked.clear();
        assertThat(call(all, "1101", "unreachable"))
                .as("what is not known is no no")
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(asked).containsExactly("employees");
        assertThat(call(all, "1101", "nobody's")).isEqualTo(Outcome.rejected("NONE", "residents-new"));
    }

    @Test
    void should_call_what_its_plugin_was_replaced_by_when_that_was_found_before() {
        Served<RegionAdapter> newer = system("employees, replaced", Serving.ALL);
        List<Served<RegionAdapter>> now = new ArrayList<>(systems);
        HomeAdapter found = HostedPlugins.chosen(
                "620000", systems, new Begun("310", JULY), served -> now.get(systems.indexOf(served)));
        call(found, "2401", "P1");
        now.set(0, newer);
        call(found, "2401", "P1");
        assertThat(asked).containsExactly("employees", "employees, replaced");
    }

    private HomeAdapter chosen(String insutype, LocalDate began) {
        return HostedPlugins.chosen("620000", systems, new Begun(insutype, began), served -> served);
    }

    private static Outcome<Body> call(HomeAdapter home, String infno, String who) {
        Request request = new Request(infno, "M", "321102", "620000", "H", "1", Body.of("who", Value.text(who)), null);
        CallContext context = new CallContext("", "M", "a", "b", 1, Long.MAX_VALUE, null);
        return home.adapter().call(request, context).result();
    }

    private Served<RegionAdapter> system(String name, Serving serving) {
        RegionAdapter adapter = new RegionAdapter() {
            @Override
            public Future<Outcome<Body>> call(Request request, CallContext context) {
                asked.add(name);
                String who = request.input().textOr("who", "");
                return Future.succeededFuture(
                        who.equals("unreachable")
                                ? Outcome.unknown("timeout_read")
                                : who.equals("known to " + name)
                                        ? Outcome.succeeded(Body.EMPTY)
                                        : Outcome.rejected("NONE", name));
            }

            @Override
            public Future<Outcome<Body>> query(Reference reference, CallContext context) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
        Descriptor descriptor = new Descriptor("region-test", "测试", Set.of(), Set.of("1101", "2401"), Limits.DEFAULT);
        return new Served<>(name, "620000", serving, descriptor, adapter, null);
    }
}
