package io.wutong.coverage;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.topology.Node;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2501, 2503, 2505 and 2507 at a home with a policy: keeps the filing, so that settlements find it, and numbers it. The
 * same filing from several channels is one: a second that is about the same in days that both have is refused with the
 * first one's number.
 */
public final class FileAtHome implements HomeSide {

    /** Institutions that a person may choose for one kind of application. */
    private static final int CHOSEN_MAX = 2;

    private static final String SPECIAL_DRUGS = "10";

    private static final int DATE_LENGTH = 10;

    private final HomeFiling.Kind kind;
    private final String part;
    private final String code;
    private final String from;
    private final List<String> guards;

    private FileAtHome(HomeFiling.Kind kind, String part, String code, String from, String... guards) {
        this.kind = kind;
        this.part = part;
        this.code = code;
        this.from = from;
        this.guards = List.of(guards);
    }

    /** 2501 and 2501A. */
    public static FileAtHome referral() {
        return new FileAtHome(
                HomeFiling.Kind.REFERRAL, "refmedin", "reflin_medins_no", "begndate", "reflin_medins_no", "refl_date");
    }

    /** 2503. */
    public static FileAtHome chronic() {
        return new FileAtHome(
                HomeFiling.Kind.CHRONIC, "data", "opsp_dise_code", "begndate", "opsp_dise_code", "begndate");
    }

    /** 2505. */
    public static FileAtHome designated() {
        return new FileAtHome(
                HomeFiling.Kind.DESIGNATED,
                "data",
                "fixmedins_code",
                "begndate",
                "biz_appy_type",
                "fixmedins_code",
                "begndate");
    }

    /** 2507. */
    public static FileAtHome injury() {
        return new FileAtHome(HomeFiling.Kind.INJURY, "data", "trum_time", "trum_time", "trum_time");
    }

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data(part).textOr("psn_no", "");
        return Needs.rows(Person.key(home.id(), psnNo), FilingTold.key(home.id(), sn(message, home)))
                .and(Needs.groups(HomeFiling.of(home.id(), psnNo)));
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message, Node home) {
        return Optional.of(key(home.id(), guard(message)));
    }

    private static String sn(Message message, Node home) {
        return home.area() + message.serial();
    }

    static Key<BusinessKey> key(String node, String guard) {
        return BusinessKey.key(node, "filing", guard);
    }

    private String guard(Message message) {
        Body data = message.data(part);
        StringBuilder value = new StringBuilder(kind.name()).append('/').append(data.textOr("psn_no", ""));
        guards.forEach(name -> value.append('/').append(data.textOr(name, "")));
        return value.toString();
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data(part);
        String psnNo = Envelope.required(data, "psn_no");
        if (rows.one(Person.key(home.id(), psnNo)).isEmpty()) {
            throw Fault.PERSON.refusal();
        }
        HomeFiling filing = new HomeFiling(
                home.id(),
                psnNo,
                sn(message, home),
                kind,
                true,
                Approval.needed(message, home, kind),
                Envelope.required(data, code),
                day(data.text(from).orElseGet(() -> Envelope.required(data, guards.get(guards.size() - 1)))),
                data.text("enddate").map(FileAtHome::day).orElse(""),
                guard(message),
                Json.writeText(data),
                message.receivedAt());
        if (!filing.to().isEmpty() && filing.to().compareTo(filing.from()) < 0) {
            throw Fault.FIELD.refusal("enddate", "早于开始日期");
        }
        List<HomeFiling> standing = HomeFiling.open(rows.all(HomeFiling.of(home.id(), psnNo)), kind);
        standing.stream()
                .filter(filing::overlaps)
                .filter(other -> sameApplication(data, other))
                .findFirst()
                .ifPresent(other -> {
                    throw Fault.FILED.refusal(other.sn());
                });
        if (kind == HomeFiling.Kind.DESIGNATED) {
            requireRoom(data, filing, standing);
        }
        List<Row> writes = new ArrayList<>();
        writes.add(filing);
        boolean holds = filing.approval().holds();
        writes.addAll(
                holds
                        ? FilingTold.rows(filing, rows.one(Person.key(home.id(), psnNo)), rows, message.receivedAt())
                        : Approval.ask(message, home, filing));
        Body.Builder result = Body.builder().put("trt_dcla_detl_sn", filing.sn());
        if (!holds) {
            result.put("memo", "待参保地审批，审批后生效");
        }
        return Reply.done(Body.of("result", result.build()), writes, filing.sn());
    }

    private static void requireRoom(Body data, HomeFiling filing, List<HomeFiling> standing) {
        boolean special = data.textOr("biz_appy_type", "").equals(SPECIAL_DRUGS);
        List<String> chosen = standing.stream()
                .filter(other -> sameApplication(data, other))
                .filter(other -> !special || who(other).equals(who(filing)))
                .filter(other -> other.to().isEmpty() || filing.from().compareTo(other.to()) <= 0)
                .map(other -> other.said().textOr("fixmedins_name", other.code()))
                .toList();
        if (chosen.size() >= (special ? 1 : CHOSEN_MAX)) {
            throw (special ? Fault.CHOSENONE : Fault.CHOSEN).refusal(String.join("、", chosen));
        }
    }

    /** For special drugs a hospital, a pharmacy and a doctor are chosen, one of each: the codes begin with who it is. */
    private static String who(HomeFiling filing) {
        return filing.code().substring(0, 1);
    }

    private static boolean sameApplication(Body data, HomeFiling other) {
        return other.said().textOr("biz_appy_type", "").equals(data.textOr("biz_appy_type", ""));
    }

    private static String day(String time) {
        try {
            return LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length())))
                    .toString();
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal("begndate", "没有这一天");
        }
    }
}
