package io.wutong.store;

import io.wutong.coverage.Approval;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.PersonVersion;
import io.wutong.cure.Claim;
import io.wutong.cure.HomeStay;

/** Insured persons at their home: who they are, what was filed for them, where they lie, what they claim. */
final class PersonTables {

    static final Table<Person> PERSON = Table.of(Person.class, "person", 2)
            .text("node", Person::node)
            .text("psn_no", Person::psnNo)
            .integer("version", Person::version)
            .text("cert_hash", Person::certHash)
            .text("content", p -> PersonalData.seal(p.content()))
            .build(c -> new Person(c.text(), c.text(), c.integer(), c.text(), PersonalData.open(c.text())));

    static final Table<PersonVersion> PERSON_VERSION = Table.of(PersonVersion.class, "person_version", 3)
            .text("node", PersonVersion::node)
            .text("psn_no", PersonVersion::psnNo)
            .text("version", PersonVersion::version)
            .text("content", p -> PersonalData.seal(p.content()))
            .time("at", PersonVersion::at)
            .build(c -> new PersonVersion(c.text(), c.text(), c.text(), PersonalData.open(c.text()), c.time()));

    static final Table<PersonIndex> PERSON_INDEX = Table.of(PersonIndex.class, "person_index", 2)
            .text("cert_hash", PersonIndex::certHash)
            .text("area", PersonIndex::area)
            .text("psn_no", PersonIndex::psnNo)
            .build(c -> new PersonIndex(c.text(), c.text(), c.text()));

    static final Table<HomeFiling> FILING = Table.of(HomeFiling.class, "filing", 3)
            .text("node", HomeFiling::node)
            .text("psn_no", HomeFiling::psnNo)
            .text("sn", HomeFiling::sn)
            .text("kind", f -> f.kind().name())
            .bool("standing", HomeFiling::standing)
            .text("approval", f -> f.approval().name())
            .text("code", HomeFiling::code)
            .text("from_day", HomeFiling::from)
            .text("to_day", HomeFiling::to)
            .text("guard", HomeFiling::guard)
            .text("content", f -> PersonalData.seal(f.content()))
            .time("at", HomeFiling::at)
            .build(c -> new HomeFiling(
                    c.text(),
                    c.text(),
                    c.text(),
                    HomeFiling.Kind.valueOf(c.text()),
                    c.bool(),
                    Approval.valueOf(c.text()),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    PersonalData.open(c.text()),
                    c.time()));

    static final Table<HomeStay> HOME_STAY = Table.of(HomeStay.class, "home_stay", 3)
            .text("node", HomeStay::node)
            .text("psn_no", HomeStay::psnNo)
            .text("mdtrt_id", HomeStay::mdtrtId)
            .text("care_area", HomeStay::careArea)
            .text("fixmedins_code", HomeStay::fixmedinsCode)
            .text("fixmedins_name", HomeStay::fixmedinsName)
            .text("admitted_at", HomeStay::admittedAt)
            .text("state", s -> s.state().name())
            .time("look_at", HomeStay::lookAt)
            .text("setl_id", HomeStay::setlId)
            .build(c -> new HomeStay(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    HomeStay.State.valueOf(c.text()),
                    c.timeOrNull(),
                    c.text()));

    static final Table<Claim> CLAIM = Table.of(Claim.class, "claim", 3)
            .text("node", Claim::node)
            .text("psn_no", Claim::psnNo)
            .text("mdtrt_id", Claim::ref)
            .text("claim_no", Claim::claimNo)
            .text("content", c -> PersonalData.seal(c.content()))
            .time("at", Claim::at)
            .time("withdrawn_at", Claim::withdrawnAt)
            .time("paid_at", Claim::paidAt)
            .fen("paid_fen", Claim::paidFen)
            .build(c -> new Claim(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    PersonalData.open(c.text()),
                    c.time(),
                    c.timeOrNull(),
                    c.timeOrNull(),
                    c.num()));

    private PersonTables() {}
}
