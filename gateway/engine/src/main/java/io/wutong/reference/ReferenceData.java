package io.wutong.reference;

import io.wutong.exchange.CareSide;
import java.util.Map;

/** Which of the transactions of reference data is answered how. */
public final class ReferenceData {

    private ReferenceData() {}

    public static void handlers(Map<String, CareSide> care) {
        care.put("1201", (Answering) Institutions::find);
        Downloads.FILES.forEach(infno -> care.put(infno, (Answering) Downloads::offer));
        care.put("9102", (Answering) Downloads::fetch);
        care.put("1304", (Answering) ListPages::page);
        care.put("1312", (Answering) CataloguePages::items);
        care.put("1316", (Answering) CataloguePages::matches);
        care.put("1317", (Answering) MappedCodes::list);
        care.put("1318", (Answering) CataloguePages::limits);
        care.put("1319", (Answering) CataloguePages::ratios);
        care.put("1901", (Answering) Dictionary::list);
        care.put("3301", MappedCodes.upload());
        care.put("3302", MappedCodes.takeBack());
    }
}
