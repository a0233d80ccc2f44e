package io.wutong.coverage;

import io.wutong.cases.CaseText;
import io.wutong.cure.OldCard;
import io.wutong.cure.RegionRules;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 1101 at a home that keeps its persons in our store: who this is and how insured. */
public final class PersonAtHome implements HomeSide {

    private final CertHash hash;

    public PersonAtHome(CertHash hash) {
        this.hash = hash;
    }

    @Override
    public Needs needs(Message message, Node home) {
        return FindHome.certno(message)
                .map(certno -> Needs.groups(PersonIndex.homes(hash.of(certno))))
                .orElse(Needs.NONE);
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return key(message, home, rows)
                .map(key -> Needs.rows(key)
                        .and(Needs.groups(
                                CoverageTally.of(home.id(), psnNo(key)), HomeFiling.of(home.id(), psnNo(key))))
                        .and(OldCard.shown(message) ? Needs.rows(OldCard.key(home, psnNo(key))) : Needs.NONE))
                .orElse(Needs.NONE);
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Insured person = key(message, home, rows)
                .flatMap(rows::one)
                .orElseThrow(Fault.NOHOME::refusal)
                .read()
                .fromBirth(message);
        String name = message.data("data").textOr("psn_name", "");
        if (!name.isEmpty() && !person.baseinfo().textOr("psn_name", name).equals(name)) {
            throw Fault.PERSON.refusal();
        }
        Body output = person.toOutput(
                rows.all(CoverageTally.of(home.id(), person.psnNo())),
                LocalDate.ofInstant(message.receivedAt(), Clock.ZONE).toString());
        List<Body> filings = person.filings(rows.all(HomeFiling.of(home.id(), person.psnNo()))).stream()
                .map(CareFiling::toBody)
                .toList();
        Body.Builder answer = Body.builder()
                .putAll(output)
                .put("filinfo", filings)
                .put("filing_required", filingRequired(message, home) ? "1" : "0");
        if (!OldCard.shown(message)) {
            return Reply.done(answer.build(), List.of(), "");
        }
        return Reply.done(
                answer.put(AnswerWriter.WARNING, CaseText.zh(CaseText.of("card.told")))
                        .build(),
                OldCard.request(message, home, person.psnNo(), rows),
                "");
    }

    private static boolean filingRequired(Message message, Node home) {
        return message.directory()
                .rules()
                .is(message.directory().topology().areas(), home.area(), RegionRules.FILING_REQUIRED, "yes");
    }

    private static String psnNo(Key<Person> key) {
        return key.part(1);
    }

    private Optional<Key<Person>> key(Message message, Node home, Rows rows) {
        return FindHome.certno(message)
                .flatMap(certno -> rows.all(PersonIndex.homes(hash.of(certno))).stream()
                        .filter(index -> message.directory()
                                .topology()
                                .serving(index.area())
                                .filter(home::equals)
                                .isPresent())
                        .findFirst()
                        .map(index -> Person.key(home.id(), index.psnNo())));
    }
}
