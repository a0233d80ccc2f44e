package io.wutong.reference;

import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import java.time.DateTimeException;
import java.util.List;

/**
 * 3301, 3302 and 1317: a hospital's own codes, mapped by itself to the place of care's catalogue. What the agency has
 * decided stays as it is: it is refused to the hospital and named.
 */
final class MappedCodes implements CareSide {

    private final MappingState.Event event;

    private MappedCodes(MappingState.Event event) {
        this.event = event;
    }

    /** 3301. */
    static MappedCodes upload() {
        return new MappedCodes(MappingState.Event.MAP);
    }

    /** 3302. */
    static MappedCodes takeBack() {
        return new MappedCodes(MappingState.Event.WITHDRAW);
    }

    @Override
    public Needs needs(Message message) {
        return new Needs(
                rows(message).stream()
                        .<Key<?>>map(row -> key(message, row.textOr("fixmedins_hilist_id", "")))
                        .distinct()
                        .toList(),
                List.of());
    }

    private static List<Body> rows(Message message) {
        return message.envelope().input().bodies("data");
    }

    private static Key<CatalogueMapping> key(Message message, String localCode) {
        return CatalogueMapping.key(message.care().id(), message.sender().code(), localCode);
    }

    @Override
    public Step before(Message message, Rows rows) {
        String sender = message.sender().code();
        List<DecideMapping.Choice> choices =
                rows(message).stream().map(row -> choice(message, row, rows)).toList();
        if (choices.stream().map(DecideMapping.Choice::localCode).distinct().count() < choices.size()) {
            throw Fault.FIELD.refusal("fixmedins_hilist_id", "同一编码重复");
        }
        return Step.answer(
                Body.EMPTY,
                new DecideMapping(choices, sender, message.infno(), message.receivedAt())
                        .decide(rows)
                        .writes());
    }

    private DecideMapping.Choice choice(Message message, Body row, Rows rows) {
        String local = Envelope.required(row, "fixmedins_hilist_id");
        String code = Envelope.required(row, "med_list_codg");
        String sender = message.sender().code();
        if (!row.textOr("fixmedins_code", sender).equals(sender)) {
            throw Fault.BINDING.refusal(row.textOr("fixmedins_code", ""));
        }
        CatalogueMapping stands = rows.one(key(message, local))
                .filter(mapping -> mapping.state() != MappingState.PROPOSED)
                .orElse(null);
        if (stands != null && !stands.by().equals(sender)) {
            throw Fault.MAPPING.refusal(local, "经办机构已定为" + (stands.code().isEmpty() ? "目录外" : stands.code()));
        }
        boolean maps = event == MappingState.Event.MAP;
        if (maps && !message.directory().catalogue(message.care().area()).has(code)) {
            throw Fault.MAPPING.refusal(local, "目录中没有编码" + code);
        }
        if (!maps && (stands == null || !stands.code().equals(code))) {
            throw Fault.MAPPING.refusal(local, "没有与" + code + "的对照");
        }
        return new DecideMapping.Choice(
                message.care().id(),
                sender,
                local,
                row.textOr("fixmedins_hilist_name", ""),
                event,
                maps ? code : "",
                maps ? validity(row) : Validity.ALWAYS);
    }

    private static Validity validity(Body row) {
        try {
            return Validity.parse(Envelope.required(row, "begndate"), row.textOr("enddate", ""));
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal("begndate", "没有这一天");
        } catch (IllegalArgumentException e) {
            throw Fault.FIELD.refusal("enddate", "早于开始日期");
        }
    }

    /** 1317: the institution's own, and those for all institutions of the place of care. */
    static Step list(Message message) {
        Body asked = message.data("data");
        String sender = message.sender().code();
        if (!asked.textOr("fixmedins_code", sender).equals(sender)) {
            throw Fault.BINDING.refusal(asked.textOr("fixmedins_code", ""));
        }
        List<CatalogueMapping> found = message
                .directory()
                .mappings()
                .of(message.care().id(), sender)
                .stream()
                .filter(mapping -> mapping.state() == MappingState.MAPPED)
                .filter(mapping -> is(asked, "medins_list_codg", mapping.localCode())
                        && is(asked, "med_list_codg", mapping.code())
                        && is(asked, "list_type", ListType.of(mapping.code())))
                .filter(mapping -> mapping.localName().contains(asked.textOr("medins_list_name", "")))
                .filter(mapping -> changed(mapping).compareTo(asked.textOr("updt_time", "")) >= 0)
                .toList();
        return Pages.answer(
                asked,
                found,
                mapping -> Body.builder()
                        .put("fixmedins_code", sender)
                        .put("medins_list_codg", mapping.localCode())
                        .put("medins_list_name", mapping.localName())
                        .put("insu_admdvs", message.care().area())
                        .put("list_type", ListType.of(mapping.code()))
                        .put("med_list_codg", mapping.code())
                        .put("hilist_code", mapping.code())
                        .put("begndate", mapping.validity().fromText())
                        .put("enddate", mapping.validity().toText())
                        .put("vali_flag", "1")
                        .put("memo", mapping.by().equals(sender) ? "" : mapping.reason())
                        .put("updt_time", changed(mapping))
                        .build());
    }

    private static boolean is(Body asked, String name, String value) {
        String wanted = asked.textOr(name, "");
        return wanted.isEmpty() || wanted.equals(value);
    }

    private static String changed(CatalogueMapping mapping) {
        return mapping.at().atZone(Clock.ZONE).toLocalDate().toString();
    }
}
