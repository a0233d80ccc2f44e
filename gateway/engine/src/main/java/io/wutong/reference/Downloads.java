package io.wutong.reference;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 1301 and its sisters: what is newer than the hospital's own version waits under a number, and 9102 fetches it.
 *
 * <pre>
 *   file_qury_no = infno(4) + the hospital's version(14) + what the list says(12)
 * </pre>
 *
 * <p>So nothing is kept for a download, any process can serve it, and a list that has changed since is asked for again
 * instead of being half of each.
 */
public final class Downloads {

    /** What is downloaded as a whole. */
    static final List<String> FILES = List.of(
            "1301", "1302", "1303", "1305", "1306", "1307", "1308", "1309", "1310", "1311", "1313", "1314", "1315",
            "1320", "1321");

    private static final Pattern TITLE_END = Pattern.compile("(下载|查询)$");
    private static final String FILENAME = "plc";
    private static final int INFNO_LENGTH = 4;
    private static final int VERSION_LENGTH = 14;
    private static final int DAYS_KEPT = 7;

    private Downloads() {}

    /** 13xx: how much is newer, and its number. */
    static Step offer(Message message) {
        String given = Envelope.required(message.data("data"), "ver");
        // a version that is none of ours, such as another platform's, is as good as nothing
        String from = given.matches("[0-9]{1,14}") ? given : CodeList.NOTHING;
        CodeList list = list(message);
        String number = message.infno()
                + String.format(Locale.ROOT, "%0" + VERSION_LENGTH + "d", Long.parseLong(from))
                + list.hash();
        return Step.answer(
                Body.builder()
                        .put("file_qury_no", number)
                        .put("filename", message.infno() + "_" + list.version() + ".txt")
                        .put(
                                "dld_end_time",
                                LocalDateTime.ofInstant(message.receivedAt(), Clock.ZONE)
                                        .toLocalDate()
                                        .plusDays(DAYS_KEPT)
                                        .toString())
                        .put("data_cnt", list.countNewer(from))
                        .build(),
                List.of());
    }

    static CodeList list(Message message) {
        return find(message.directory(), message.care().area(), message.infno())
                .orElseThrow(() -> Fault.LIST.refusal(
                        TITLE_END.matcher(message.transaction().titleZh()).replaceAll("")));
    }

    private static Optional<CodeList> find(Directory directory, String area, String infno) {
        return directory.published().list(directory.topology().areas(), area, infno);
    }

    /** 9102: the file itself is put in the place of this answer by the listener. */
    static Step fetch(Message message) {
        Body asked = message.data("fsDownloadIn");
        String number = Envelope.required(asked, "file_qury_no");
        Envelope.required(asked, "filename");
        if (!asked.textOr("fixmedins_code", message.sender().code())
                .equals(message.sender().code())) {
            throw Fault.BINDING.refusal(asked.textOr("fixmedins_code", ""));
        }
        int size = named(message.directory(), message.care().area(), number)
                .map(list -> list.bytesNewer(version(number)))
                .orElseThrow(() -> Fault.FILE.refusal(number));
        return Step.answer(
                Body.builder()
                        .put("file_qury_no", number)
                        .put("filename", FILENAME)
                        .put("size", size)
                        .build(),
                List.of());
    }

    /** The file of a number, UTF-8; none when the list says something else by now. */
    public static Optional<byte[]> file(Directory directory, String area, String number) {
        return named(directory, area, number).map(list -> list.newer(version(number)));
    }

    private static Optional<CodeList> named(Directory directory, String area, String number) {
        if (number.length() <= INFNO_LENGTH + VERSION_LENGTH) {
            return Optional.empty();
        }
        String infno = number.substring(0, INFNO_LENGTH);
        if (!FILES.contains(infno) || !version(number).matches("[0-9]+")) {
            return Optional.empty();
        }
        return find(directory, area, infno)
                .filter(list -> list.hash().equals(number.substring(INFNO_LENGTH + VERSION_LENGTH)));
    }

    private static String version(String number) {
        return number.substring(INFNO_LENGTH, INFNO_LENGTH + VERSION_LENGTH);
    }
}
