package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FramingGuardTest {

    private static final String GOOD = "GET /good HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String BAD = "GET /bad HTTP/1.1\r\n\r\n";

    private static final String POST = "POST /post HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    private static final String NOT_NOW = "HTTP/1.1 503 ";

    private boolean swamped;
    private final HttpLimits limits = HttpLimits.standard();
    private final Admission admission = new Admission(limits);
    private final FramingGuard guard = new FramingGuard(limits, admission, false, () -> swamped);
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    @AfterEach
    void close() {
        channel.close();
        channel.releaseInbound();
        channel.releaseOutbound();
    }

    private ByteBuf arrives(String text) {
        ByteBuf buffer = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        channel.writeInbound(buffer);
        return buffer;
    }

    private String passedOn() {
        ByteBuf buffer = channel.readInbound();
        return taken(buffer);
    }

    private String answered() {
        ByteBuf buffer = channel.readOutbound();
        return taken(buffer);
    }

    private static String taken(ByteBuf buffer) {
        if (buffer == null) {
            return "";
        }
        String text = buffer.toString(StandardCharsets.UTF_8);
        buffer.release();
        return text;
    }

    @Test
    void should_pass_the_same_buffer_when_framing_is_plain() {
        ByteBuf buffer = arrives(GOOD);
        assertThat(channel.<ByteBuf>readInbound()).isSameAs(buffer);
        assertThat(buffer.refCnt()).isOne();
        buffer.release();
    }

    @Test
    void should_keep_no_reference_when_part_of_a_buffer_is_refused() {
        ByteBuf buffer = arrives(GOOD + BAD + GOOD);
        assertThat(passedOn()).isEqualTo(GOOD);
        assertThat(buffer.refCnt()).isZero();
    }

    @Test
    void should_hold_the_refusal_back_when_an_answer_is_owed() {
        arrives(GOOD + BAD);
        assertThat(answered()).isEmpty();
        assertThat(guard.expired()).isFalse();
        guard.answerBegins(false);
        guard.answerEnded(false);
        assertThat(answered()).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("NET-HTTP-005");
        assertThat(guard.expired()).isTrue();
    }

    @Test
    void should_write_no_refusal_when_the_last_answer_was_given_meanwhile() {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                ReferenceCountUtil.release(msg);
                guard.answerBegins(false);
                guard.answerEnded(true);
            }
        });
        arrives(GOOD + BAD);
        assertThat(guard.expired()).isTrue();
        assertThat(answered()).isEmpty();
        assertThat(answered()).isEmpty();
    }

    @Test
    void should_drop_what_comes_and_goes_when_the_last_answer_is_written() {
        arrives(BAD);
        answered();
        ByteBuf in = arrives(GOOD);
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(in.refCnt()).isZero();
        ByteBuf out = Unpooled.copiedBuffer("late", StandardCharsets.US_ASCII);
        assertThat(channel.writeOneOutbound(out).cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(out.refCnt()).isZero();
    }

    @Test
    void should_close_when_the_client_does_not_after_the_last_answer() {
        arrives(BAD);
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void should_close_when_far_too_much_comes_after_the_last_answer() {
        arrives(BAD);
        arrives("x".repeat(1024 * 1024));
        assertThat(channel.isOpen()).isTrue();
        arrives("x");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void should_answer_that_the_listener_is_full_when_there_is_no_room() {
        EmbeddedChannel full = new EmbeddedChannel(new FramingGuard(limits, new Admission(limits), true, () -> false));
        full.writeInbound(Unpooled.copiedBuffer("G", StandardCharsets.US_ASCII));
        ByteBuf answer = full.readOutbound();
        assertThat(taken(answer)).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        full.close();
        full.releaseOutbound();
    }

    @Test
    void should_answer_without_decoding_and_go_on_when_the_listener_is_swamped() {
        swamped = true;
        for (int i = 0; i < 3; i++) {
            ByteBuf buffer = arrives(POST);
            assertThat(buffer.refCnt()).isZero();
            assertThat(answered())
                    .startsWith(NOT_NOW)
                    .contains("Retry-After: 1\r\n", Refusal.BUSY.json())
                    .doesNotContain("Connection:");
        }
        assertThat(admission.turnedAway()).isEqualTo(3);
        swamped = false;
        arrives(POST);
        assertThat(passedOn()).isEqualTo(POST);
        assertThat(answered()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void should_answer_without_decoding_when_there_is_no_place_left() {
        for (int i = 0; i < limits.inFlightMax(); i++) {
            assertThat(admission.admit()).isTrue();
        }
        arrives(POST);
        assertThat(passedOn()).isEmpty();
        assertThat(answered()).startsWith(NOT_NOW);
        assertThat(admission.turnedAway()).isOne();
        admission.answered();
        arrives(POST);
        assertThat(passedOn()).isEqualTo(POST);
    }

    @Test
    void should_answer_once_wherever_a_message_is_cut_in_two_when_the_listener_is_swamped() {
        for (int cut = 1; cut < POST.length(); cut++) {
            swamped = true;
            arrives(POST.substring(0, cut));
            swamped = false; // what was not passed on must not be passed on from its middle
            arrives(POST.substring(cut));
            assertThat(passedOn()).as("cut at " + cut).isEmpty();
            assertThat(answered()).as("cut at " + cut).startsWith(NOT_NOW);
            assertThat(answered()).as("cut at " + cut).isEmpty();
            arrives(GOOD);
            assertThat(passedOn()).isEqualTo(GOOD);
            guard.answerBegins(false);
            guard.answerEnded(false);
        }
    }

    @Test
    void should_pass_on_what_is_no_post_or_stands_behind_another_when_the_listener_is_swamped() {
        swamped = true;
        arrives(GOOD);
        assertThat(passedOn()).isEqualTo(GOOD);
        arrives(POST);
        assertThat(passedOn()).as("its answer would overtake").isEqualTo(POST);
        assertThat(answered()).isEmpty();
    }

    @Test
    void should_answer_and_close_when_another_stands_behind_one_that_was_not_passed_on() {
        swamped = true;
        arrives(POST + GOOD);
        assertThat(passedOn()).isEmpty();
        assertThat(answered()).startsWith(NOT_NOW).doesNotContain("Connection: close");
        assertThat(answered()).startsWith(NOT_NOW).contains("Connection: close");
    }

    @Test
    void should_refuse_bad_bytes_all_the_same_when_the_listener_is_swamped() {
        swamped = true;
        arrives("POST /bad HTTP/1.1\r\nContent-Length: 1\r\n\r\n");
        assertThat(passedOn()).isEmpty();
        assertThat(answered()).startsWith("HTTP/1.1 400 ").contains("Connection: close");
        assertThat(answered()).isEmpty();
    }

    @Test
    void should_close_without_a_second_answer_when_a_body_that_is_not_passed_on_turns_out_bad() {
        swamped = true;
        arrives("POST /bad HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(answered()).startsWith(NOT_NOW);
        arrives("no chunk\r\n");
        assertThat(answered()).isEmpty();
        assertThat(passedOn()).isEmpty();
        arrives(POST);
        assertThat(passedOn()).isEmpty();
    }
}
