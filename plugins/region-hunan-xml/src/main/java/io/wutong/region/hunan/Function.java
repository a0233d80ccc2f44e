package io.wutong.region.hunan;

import io.wutong.support.FieldMap;

/** The functions of the legacy system that this dialect calls; each profile has a field map for it in {@code maps/}. */
enum Function {
    PERSON("131201"),
    ADMIT("131204"),
    CANCEL_ADMISSION("131206"),
    VISIT("131251"),
    SAVE_FEES("131252"),
    LIST_FEES("131253"),
    TRIAL("131255"),
    SETTLE("131256"),
    CANCEL_SETTLEMENT("131259"),
    DELETE_FEES("131274"),
    FIND("200101");

    private final String number;

    Function(String number) {
        this.number = number;
    }

    String id() {
        return "Remote_BIZC" + number;
    }

    /** How a profile fills its message. */
    FieldMap map(String profile) {
        return FieldMap.load(Function.class, "maps/" + profile + "/" + number + ".csv");
    }
}
