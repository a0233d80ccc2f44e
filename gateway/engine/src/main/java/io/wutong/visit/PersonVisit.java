package io.wutong.visit;

import io.wutong.port.Key;
import io.wutong.port.Row;

/** That a visit is a person's: by it visits are found when only the person is named. */
public record PersonVisit(String node, String psnNo, String mdtrtId) implements Row {

    /** All of a person. */
    public static Key<PersonVisit> of(String node, String psnNo) {
        return Key.of(PersonVisit.class, node, psnNo);
    }

    public static PersonVisit of(Visit visit) {
        return new PersonVisit(visit.node(), visit.psnNo(), visit.mdtrtId());
    }

    @Override
    public Key<PersonVisit> key() {
        return Key.of(PersonVisit.class, node, psnNo, mdtrtId);
    }
}
