package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.coverage.Person;
import io.wutong.cure.Asking;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.ChoiceLinks;
import io.wutong.notice.Notice;
import io.wutong.notice.NoticeState;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link by which a patient who is insured in two places says which coverage stays. */
class ChoiceLinkTest {

    private static final String HOME = World.PROVINCE_HOME;

    private final World world = World.ofOne();
    private final Instant deadline = world.heap.now().plus(Duration.ofDays(2));
    private final ChoiceLinks links = new ChoiceLinks(
            world.heap, new World.Numbers(7), world.care().session, URI.create("https://gateway.example/callbacks"));

    @BeforeEach
    void insuredTwice() {
        insured("13800000000");
        put(insured());
    }

    private void insured(String number) {
        Person person = world.care().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body content = person.read().content();
        Body base = content.body("baseinfo").with("tel", Value.text(number));
        world.care()
                .store
                .put(new Person(
                        HOME, World.PERSON, 2, person.certHash(), Json.writeText(content.with("baseinfo", base))));
    }

    /** Of the two that the index knows, one does insure him. */
    private static Body.Builder insured() {
        return Body.builder().put("asked", "insured").put("insuring", World.FAR_HOME);
    }

    private void put(Body.Builder facts) {
        facts.put("psn_no", World.PERSON)
                .put("home_area", HOME)
                .put("others", World.FAR_HOME + " 430421")
                .put("deadline", deadline.toString());
        Case open = Case.open(HOME, Case.INSURED_TWICE, "V1", "found", world.heap.now());
        world.care()
                .store
                .put(new Case(
                        open.node(),
                        open.kind(),
                        open.ref(),
                        open.state(),
                        open.cause(),
                        open.openedAt(),
                        null,
                        open.actor(),
                        open.dueAt(),
                        Json.writeText(facts.build()),
                        null,
                        ""));
    }

    @Test
    void should_choose_once_by_the_link_that_one_sms_brings() {
        ask();
        ask();
        assertThat(world.care().store.all(Notice.class)).hasSize(1);
        Notice notice = world.care().store.all(Notice.class).get(0);
        String token = notice.text().replaceAll("(?s).*/p/", "");
        assertThat(notice.text()).contains("https://gateway.example/p/").doesNotContain("张");
        assertThat(world.care().store.all(ChoiceLink.class).get(0).toString()).doesNotContain(token);

        assertThat(end(links.look(token)).orElseThrow().areas()).containsExactly(HOME, World.FAR_HOME);
        assertThat(failed(links.choose(token, "110000"))).contains("应为");
        assertThat(failed(links.choose(token, "430421"))).contains("应为");
        assertThat(failed(links.choose("f".repeat(32), HOME))).contains("链接");
        assertThat(end(links.choose(token, World.FAR_HOME))).isEqualTo(World.FAR_HOME);
        assertThat(case_().known().textOr("choice", "")).isEqualTo(World.FAR_HOME);
        assertThat(case_().workAt())
                .isEqualTo(world.care().store.all(ChoiceLink.class).get(0).usedAt());

        assertThat(end(links.look(token))).isEmpty();
        assertThat(failed(links.choose(token, HOME))).contains("链接");
        assertThat(case_().known().textOr("choice", "")).isEqualTo(World.FAR_HOME);
    }

    @Test
    void should_not_open_when_the_deadline_is_over_or_the_window_was_told() {
        ask();
        String token = world.care().store.all(Notice.class).get(0).text().replaceAll("(?s).*/p/", "");
        put(insured().put("choice", HOME));
        assertThat(end(links.look(token))).isEmpty();
        assertThat(failed(links.choose(token, HOME))).contains("链接");

        put(insured());
        world.sleepUntil(deadline.plusSeconds(1));
        assertThat(end(links.look(token))).isEmpty();
        assertThat(failed(links.choose(token, HOME))).contains("链接");
    }

    @Test
    void should_ask_nobody_when_there_is_no_number() {
        insured("");
        put(insured());
        ask();
        assertThat(world.care().store.all(ChoiceLink.class)).isEmpty();
        assertThat(world.care().store.all(Notice.class).get(0).state()).isEqualTo(NoticeState.REFUSED);
    }

    /** As the cure's commit does that learns it. */
    private void ask() {
        Asking.Words words = links.of(case_());
        end(world.care().session.commit(new Command<Void>() {
            @Override
            public Needs needs() {
                return words.reads();
            }

            @Override
            public Decision<Void> decide(Rows rows) {
                return Decision.of(null, words.writes().apply(rows));
            }
        }));
    }

    private Case case_() {
        return world.care().store.one(Case.key(HOME, Case.INSURED_TWICE, "V1")).orElseThrow();
    }

    private <T> T end(Future<T> future) {
        world.heap.run();
        if (!future.succeeded()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }

    private String failed(Future<?> future) {
        world.heap.run();
        assertThat(future.failed()).isTrue();
        return String.valueOf(future.cause().getMessage());
    }
}
