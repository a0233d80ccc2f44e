package io.wutong.sandbox.chaos;

import io.wutong.sandbox.stand.Patients;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A visit that a hospital settles, with all that it sent about it.
 *
 * @param number of the visit
 * @param homeArea where its person is insured
 * @param psnNo its person
 * @param certno the person's certificate
 * @param mdtrtId its number at the place of care
 * @param totalFen what it costs
 * @param priorFen of that the prior self-payment
 * @param sent in order
 */
record Bill(
        long number,
        String homeArea,
        String psnNo,
        String certno,
        String mdtrtId,
        long totalFen,
        long priorFen,
        List<Sent> sent) {

    Bill(long number, String homeArea, String psnNo, String certno, String mdtrtId, long totalFen, long priorFen) {
        this(number, homeArea, psnNo, certno, mdtrtId, totalFen, priorFen, new ArrayList<>());
    }

    /** One that was laid down by SQL. */
    static Bill of(Patients patients, Patients.Home home, long number) {
        return new Bill(
                number,
                home.area,
                patients.psnNo(home, number),
                patients.certno(home, number),
                Patients.mdtrtId(number),
                Patients.totalFen(number),
                Patients.priorFen(number));
    }

    /** The settlements that stand by what the hospital was told: at most one. */
    Set<String> standing() {
        Set<String> standing = new TreeSet<>();
        Set<String> reversed = new TreeSet<>();
        for (Sent one : sent) {
            if (one.infno.equals("2304") && one.succeeded()) {
                standing.add(one.setlId());
            } else if (one.infno.equals("2305") && one.succeeded()) {
                reversed.add(data(one, "setl_id"));
            }
        }
        for (Sent one : sent) {
            if (one.infno.equals("2601") && one.succeeded()) {
                String omsgid = data(one, "omsgid");
                sent.stream()
                        .filter(original -> original.msgid.equals(omsgid))
                        .forEach(original -> reversed.add(original.setlId()));
            }
        }
        standing.removeAll(reversed);
        return standing;
    }

    private static String data(Sent message, String field) {
        return io.wutong.spi.Json.read(message.body).body("input").body("data").textOr(field, "");
    }
}
