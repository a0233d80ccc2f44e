package io.wutong.region.hunan;

import io.wutong.support.FieldMap;
import java.util.Map;
import java.util.Optional;

/** The functions of the legacy system that this dialect calls; each has its field map in {@code maps/}. */
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
    private final FieldMap map;

    Function(String number) {
        this.number = number;
        this.map = FieldMap.load(Function.class, "maps/" + number + ".csv");
    }

    String id() {
        return "Remote_BIZC" + number;
    }

    Map<String, String> fields(java.util.function.Function<String, Optional<String>> source) {
        return map.fields(source);
    }
}
