package io.wutong.http.guard;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Follows the messages of one HTTP/1 connection through whatever pieces they arrive in, and stops at the first byte
 * that two readers might understand differently.
 *
 * <pre>
 *   REST ─▶ METHOD ─▶ TARGET ─▶ VERSION ─▶ LINE ⇄ NAME ─▶ VALUE
 *    ▲                                      │
 *    ├──────────── no body ─────────────────┤
 *    ├──────────── LENGTH  ◀────────────────┤
 *    └── trailers ◀─ CHUNK_SIZE ⇄ CHUNK ◀───┘
 * </pre>
 *
 * Heads are looked at byte by byte, bodies are skipped by their length, nothing is copied. Where a byte belongs to is
 * known before it is judged, so a body is never taken for a header.
 */
final class FramingScanner implements ByteProcessor {

    private static final int METHOD_BYTES_MAX = 16;
    private static final int CHUNK_SIZE_DIGITS_MAX = 8;
    private static final String VERSION = "HTTP/1.";

    private enum State {
        REST,
        EMPTY_LINE_LF,
        METHOD,
        TARGET,
        VERSION,
        REQUEST_LINE_LF,
        LINE,
        NAME,
        VALUE,
        VALUE_LF,
        HEAD_LF,
        LENGTH,
        CHUNK_SIZE,
        CHUNK_SIZE_LF,
        CHUNK,
        CHUNK_CR,
        CHUNK_LF,
        TRAILERS_LF
    }

    private final int bodyBytesMax;
    private final FieldRules fields = new FieldRules();

    private State state = State.REST;
    private int count;
    private int sectionBytes;
    private boolean http10;
    private boolean emptyLineSeen;
    private boolean inTrailers;
    private boolean headDone;
    private long left;
    private long chunkedBytes;
    private @Nullable Refusal refusal;

    private long messages;
    private int messageStart;
    private int heads;
    private boolean headEndedEarlier;

    FramingScanner(int bodyBytesMax) {
        this.bodyBytesMax = bodyBytesMax;
    }

    /**
     * Reads on, without moving the buffer's indices.
     *
     * @return why everything from {@link #safeEnd} on must not be passed on, or null
     */
    @Nullable
    Refusal scan(ByteBuf buffer) {
        messageStart = buffer.readerIndex();
        heads = 0;
        headEndedEarlier = headDone;
        int at = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (at < end && refusal == null) {
            if (state == State.LENGTH || state == State.CHUNK) {
                int skipped = (int) Math.min(left, end - at);
                left -= skipped;
                at += skipped;
                if (left == 0) {
                    bulkDone(at);
                }
            } else {
                // a head ends, a chunk begins, or a byte is refused: the processor stops there
                int stop = buffer.forEachByte(at, end - at, this);
                at = stop < 0 ? end : stop + 1;
                if (state == State.REST) {
                    messageStart = at;
                }
            }
        }
        return refusal;
    }

    /** Up to here the buffer last scanned may be passed on: all of it, or all before the message that was refused. */
    int safeEnd() {
        return messageStart;
    }

    /** How many heads ended in the part of the buffer that may be passed on; each is owed an answer. */
    int headsEnded() {
        return refusal != null && headDone && !headEndedEarlier ? heads - 1 : heads;
    }

    /** Whether the refused message's head was passed on before its body turned out to be bad. */
    boolean refusedInBody() {
        return refusal != null && headDone && headEndedEarlier;
    }

    /** Whether a head has begun and not ended. */
    boolean inHead() {
        return state != State.REST && !headDone;
    }

    /** Whether a message has begun and not ended. */
    boolean inMessage() {
        return state != State.REST;
    }

    /** Counts messages begun, so that two moments can be told to belong to one message. */
    long messagesBegun() {
        return messages;
    }

    @Override
    public boolean process(byte b) {
        // most of a head is the inside of values that decide nothing
        if (state == State.VALUE
                && b > ' '
                && b < 0x7f
                && sectionBytes < HardenedHttp.HEADER_BYTES_MAX
                && fields.valueIsOpaque()) {
            sectionBytes++;
            return true;
        }
        refusal = step(b);
        return refusal == null && state != State.LENGTH && state != State.CHUNK && state != State.REST;
    }

    private @Nullable Refusal step(byte b) {
        return switch (state) {
            case REST -> begin(b);
            case EMPTY_LINE_LF -> {
                emptyLineSeen = true;
                yield lineFeed(b, State.REST);
            }
            case METHOD -> method(b);
            case TARGET -> target(b);
            case VERSION -> version(b);
            case REQUEST_LINE_LF -> {
                sectionBytes = 0;
                yield lineFeed(b, State.LINE);
            }
            case LINE, NAME, VALUE, VALUE_LF, HEAD_LF, TRAILERS_LF -> field(b);
            case CHUNK_SIZE, CHUNK_SIZE_LF, CHUNK_CR, CHUNK_LF -> chunk(b);
            case LENGTH, CHUNK -> throw new IllegalStateException("a body is skipped, not stepped through");
        };
    }

    private @Nullable Refusal begin(byte b) {
        if (b == '\r' && !emptyLineSeen) {
            // one empty line before a request is what old clients send after a body (RFC 9112 §2.2)
            state = State.EMPTY_LINE_LF;
            return null;
        }
        messages++;
        emptyLineSeen = false;
        inTrailers = false;
        fields.startMessage();
        count = 0;
        state = State.METHOD;
        return method(b);
    }

    private @Nullable Refusal method(byte b) {
        if (b == ' ' && count > 0) {
            return become(State.TARGET);
        }
        return FieldRules.isToken(b) && ++count <= METHOD_BYTES_MAX ? null : malformed(b);
    }

    private @Nullable Refusal target(byte b) {
        if (b == ' ' && count > 0) {
            return become(State.VERSION);
        }
        if (b <= ' ' || b == 0x7f || (count == 0 && b != '/')) {
            return Refusal.TARGET;
        }
        return ++count > HardenedHttp.TARGET_BYTES_MAX ? Refusal.TARGET_TOO_LONG : null;
    }

    private @Nullable Refusal version(byte b) {
        if (count < VERSION.length()) {
            return b == VERSION.charAt(count++) ? null : b >= ' ' ? Refusal.VERSION : malformed(b);
        }
        if (count == VERSION.length()) {
            count++;
            http10 = b == '0';
            return b == '0' || b == '1' ? null : Refusal.VERSION;
        }
        return b == '\r' ? become(State.REQUEST_LINE_LF) : malformed(b);
    }

    private @Nullable Refusal field(byte b) {
        if (++sectionBytes > HardenedHttp.HEADER_BYTES_MAX) {
            return Refusal.HEADERS_TOO_LARGE;
        }
        switch (state) {
            case LINE -> {
                if (b == '\r') {
                    return become(inTrailers ? State.TRAILERS_LF : State.HEAD_LF);
                }
                if (b == ' ' || b == '\t') {
                    return Refusal.FOLDED_HEADER;
                }
                state = State.NAME;
                return b == '\n' ? Refusal.BARE_LINE_FEED : fields.nameByte(b);
            }
            case NAME -> {
                if (b == ':') {
                    state = State.VALUE;
                    return fields.nameEnd(inTrailers);
                }
                return b == '\n' ? Refusal.BARE_LINE_FEED : fields.nameByte(b);
            }
            case VALUE -> {
                if (b == '\r') {
                    return become(State.VALUE_LF);
                }
                return b == '\n' ? Refusal.BARE_LINE_FEED : fields.valueByte(b);
            }
            case VALUE_LF -> {
                Refusal found = fields.valueEnd();
                return found != null ? found : lineFeed(b, State.LINE);
            }
            case HEAD_LF -> {
                return b == '\n' ? headEnd() : Refusal.MALFORMED;
            }
            default -> {
                return b == '\n' ? messageEnd() : Refusal.MALFORMED;
            }
        }
    }

    private @Nullable Refusal headEnd() {
        Refusal found = fields.headEnd(http10, bodyBytesMax);
        if (found != null) {
            return found;
        }
        heads++;
        if (fields.chunked()) {
            headDone = true;
            chunkedBytes = 0;
            return become(State.CHUNK_SIZE);
        }
        left = fields.contentLength();
        if (left == 0) {
            return messageEnd();
        }
        headDone = true;
        return become(State.LENGTH);
    }

    private @Nullable Refusal messageEnd() {
        headDone = false;
        headEndedEarlier = false;
        return become(State.REST);
    }

    private @Nullable Refusal chunk(byte b) {
        switch (state) {
            case CHUNK_SIZE -> {
                int digit = Character.digit(b, 16);
                if (digit >= 0) {
                    left = (count == 0 ? 0 : left << 4) + digit;
                    return ++count > CHUNK_SIZE_DIGITS_MAX ? Refusal.CHUNK : null;
                }
                // extensions too: no caller of ours sends any, and readers differ in where one ends
                return count == 0 ? Refusal.CHUNK : carriageReturn(b, State.CHUNK_SIZE_LF);
            }
            case CHUNK_SIZE_LF -> {
                chunkedBytes += left;
                if (chunkedBytes > bodyBytesMax) {
                    return Refusal.BODY_TOO_LARGE;
                }
                inTrailers = left == 0;
                sectionBytes = 0;
                return b == '\n' ? become(inTrailers ? State.LINE : State.CHUNK) : Refusal.CHUNK;
            }
            case CHUNK_CR -> {
                return carriageReturn(b, State.CHUNK_LF);
            }
            default -> {
                return b == '\n' ? become(State.CHUNK_SIZE) : Refusal.CHUNK;
            }
        }
    }

    private void bulkDone(int at) {
        if (state == State.CHUNK) {
            state = State.CHUNK_CR;
        } else {
            messageEnd();
            messageStart = at;
        }
    }

    private @Nullable Refusal become(State next) {
        state = next;
        count = 0;
        return null;
    }

    private @Nullable Refusal carriageReturn(byte b, State next) {
        return b == '\r' ? become(next) : Refusal.CHUNK;
    }

    private @Nullable Refusal lineFeed(byte b, State next) {
        return b == '\n' ? become(next) : Refusal.MALFORMED;
    }

    private static Refusal malformed(byte b) {
        return b == '\n' ? Refusal.BARE_LINE_FEED : Refusal.MALFORMED;
    }
}
