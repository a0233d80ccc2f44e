package io.wutong.sandbox.chaos;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A message and every end that the hospital was told of it; two that differ are one too many. */
final class Sent {

    final String infno;
    final String msgid;
    final String homeArea;
    final int institution;
    final byte[] body;
    private final List<byte[]> ends = new ArrayList<>();
    int tries;
    /** As a settlement; it is told again whenever it is asked for again. */
    boolean counted;

    Sent(String infno, String msgid, String homeArea, int institution, byte[] body) {
        this.infno = infno;
        this.msgid = msgid;
        this.homeArea = homeArea;
        this.institution = institution;
        this.body = body;
    }

    /**
     * Takes an answer.
     *
     * @return whether it is an end: succeeded, or refused for good
     */
    boolean told(int status, byte[] answer) {
        if (status != 200) {
            return false;
        }
        String code = Json.read(answer).textOr("infcode", "");
        if (!code.equals("0") && !code.equals("-2")) {
            return false;
        }
        // what is said of a reversed message may differ from what was said before it was reversed
        if (text(answer).contains("REV-DONE-001")) {
            return true;
        }
        if (ends.stream().noneMatch(end -> Arrays.equals(end, answer))) {
            ends.add(answer);
        }
        return true;
    }

    /** Ends that differ: one, or none when it was only refused as reversed. */
    List<byte[]> ends() {
        return List.copyOf(ends);
    }

    boolean succeeded() {
        return !ends.isEmpty() && Json.read(ends.get(0)).textOr("infcode", "").equals("0");
    }

    /** A settlement that the home certainly has not done (NET-ABSENT-001). */
    boolean absent() {
        return infno.equals("2304") && !ends.isEmpty() && text(ends.get(0)).contains("NET-ABSENT-001");
    }

    /** The first end's output. */
    Body output() {
        return ends.isEmpty() ? Body.EMPTY : Json.read(ends.get(0)).body("output");
    }

    /** The settlement that it made; empty for none. */
    String setlId() {
        return succeeded() ? output().body("setlinfo").textOr("setl_id", "") : "";
    }

    static String text(byte[] answer) {
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return infno + " " + msgid + (ends.isEmpty() ? "" : " " + text(ends.get(0)));
    }
}
