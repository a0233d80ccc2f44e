package io.wutong.benefit.rules;

import java.time.temporal.ChronoUnit;

/**
 * How the hospital is paid: what it charged, a standard for a disease, or so much a bed-day. What the patient pays and
 * what the hospital is owed are two computations.
 *
 * @param method by what
 * @param amount the disease's standard, or the rate of a day; a stay that finds no row is paid as charged
 * @param patientOnActual the patient is calculated on what was charged; else on no more than the standard, and the
 *     hospital bears what is above
 * @param surplusToHospital a stay below the standard leaves the hospital the difference
 * @param countDischargeDay the day of discharge is a bed-day
 */
public record Payment(
        Method method,
        Table<Long> amount,
        boolean patientOnActual,
        boolean surplusToHospital,
        boolean countDischargeDay) {

    public static final Payment AS_CHARGED = new Payment(Method.AS_CHARGED, Table.empty(), true, false, false);

    /** By what the hospital is paid. */
    public enum Method {
        AS_CHARGED,
        DISEASE_STANDARD,
        BED_DAY
    }

    /**
     * What it makes of a bill.
     *
     * @param patient the sums that funds and patient are calculated on
     * @param borneFen what the hospital bears
     * @param owedFen what the hospital is owed, by all payers together
     */
    record Bill(Sums patient, long borneFen, long owedFen) {}

    Bill bill(Facts facts, Sums sums) {
        long charged = sums.totalFen();
        Long unit = amount.find(facts).orElse(null);
        if (method == Method.AS_CHARGED || unit == null) {
            return new Bill(sums, 0, charged);
        }
        long standard = method == Method.BED_DAY ? Math.multiplyExact(unit, days(facts.stay())) : unit;
        long owed = surplusToHospital || patientOnActual ? standard : Math.min(charged, standard);
        if (patientOnActual) {
            return new Bill(sums, 0, owed);
        }
        long borne = Math.max(0, charged - standard);
        return new Bill(sums.without(borne), borne, owed);
    }

    /** Nights, at least one; the day of discharge beside them when it counts. */
    private long days(Stay stay) {
        if (stay.nights() >= 0) {
            return Math.max(1, stay.nights());
        }
        long nights = ChronoUnit.DAYS.between(stay.admitted(), stay.discharged());
        return Math.max(1, countDischargeDay ? nights + 1 : nights);
    }
}
