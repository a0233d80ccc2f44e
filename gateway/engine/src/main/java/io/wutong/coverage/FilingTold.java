package io.wutong.coverage;

import io.wutong.notice.Notice;
import io.wutong.notice.NoticeText;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A referral that has come to hold is told to the patient: one SMS, at the number that the slip or the person file has. */
final class FilingTold {

    private FilingTold() {}

    static Key<Notice> key(String node, String sn) {
        return Notice.key(node, "REFERRAL-" + sn);
    }

    /** The notice; none where nobody is told, where there is no number, or where it is written already. */
    static List<Row> rows(HomeFiling filing, Optional<Person> person, Rows rows, Instant at) {
        Body said = filing.said();
        String number = said.text("tel")
                .or(() -> person.flatMap(known -> known.read().baseinfo().text("tel")))
                .orElse("");
        Key<Notice> key = key(filing.node(), filing.sn());
        if (filing.kind() != HomeFiling.Kind.REFERRAL
                || number.isEmpty()
                || rows.one(key).isPresent()) {
            return List.of();
        }
        String text = NoticeText.of(
                "referral",
                said.textOr("reflin_medins_name", filing.code()),
                filing.sn(),
                filing.from(),
                filing.to().isEmpty() ? "长期" : filing.to());
        return List.of(Notice.due(filing.node(), key.part(1), number, text, at));
    }
}
