package io.wutong.region.hunan;

import io.wutong.spi.CallFailure;
import io.wutong.support.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Profile H1: scalars stand under {@code parameters}, lists beside it. A business message does not carry its session,
 * which the server binds to the caller; that it has ended, only the text of a refusal says. What it refuses it has not
 * done, so the message may be sent again after a new login.
 */
final class PartedSkeleton implements Skeleton {

    private static final int REFUSED = -1;
    private static final Pattern SESSION_ENDED = Pattern.compile("(?i)登录|会话|session");

    private final RowNames names = RowNames.load("maps/h1/names.csv");

    @Override
    public Xml login(String user, String password) {
        return Xml.element("Program")
                .add("FunctionID", "0")
                .add(Xml.element("parameters")
                        .add("login_id", user)
                        .add("login_password", password)
                        .build())
                .build();
    }

    @Override
    public Optional<String> session(LegacyReply reply) {
        List<Xml> rows = reply.rows("addition-xml");
        return rows.isEmpty() ? Optional.empty() : rows.get(0).text("identify");
    }

    @Override
    public Xml message(String function, String transId, String token, Map<String, String> fields, List<Xml> lists) {
        return Xml.element("Program")
                .add("FunctionID", function)
                .add(Xml.element("parameters").addAll(fields).build())
                .addAll(lists.stream().map(names::theirs).toList())
                .build();
    }

    /** The row of {@code info} says what H2 says under the root. */
    @Override
    public LegacyReply read(Xml root) {
        String type = root.text("errortype").orElseThrow(() -> new CallFailure(true, "answer_code"));
        Xml.Builder ours = Xml.element("program");
        for (Xml list : root.children()) {
            if (list.named("info")) {
                list.rows().stream().limit(1).forEach(row -> row.children().forEach(ours::add));
            } else {
                ours.add(names.ours(list));
            }
        }
        String text = root.text("errormessage").orElse("");
        if (type.equals("0")) {
            return new LegacyReply(ours.build(), 1, text);
        }
        String number = root.text("errorno").orElse("");
        boolean ended = SESSION_ENDED.matcher(text).find();
        return new LegacyReply(
                ours.build(),
                ended ? LegacyReply.EXPIRED : REFUSED,
                text.isEmpty() || number.isEmpty() ? text : "【" + number + "】" + text);
    }
}
