package io.wutong.spi;

/**
 * One settlement of a day, or what took one back, as our books have it; amounts of the latter are below zero.
 *
 * @param setlId {@code setl_id}, as the adapter gave it
 * @param originalId of a cancellation the settlement that it took back, {@code ""} of a settlement
 * @param psnNo the person's number at home
 * @param careArea {@code mdtrtarea_admvs}
 * @param homeArea {@code insuplc_admdvs}
 * @param fixmedinsCode the institution
 * @param medfeeSumFen {@code medfee_sumamt}
 * @param fundPaySumFen {@code fund_pay_sumamt}
 * @param setlTime {@code yyyy-MM-dd HH:mm:ss}
 * @param remembered what the adapter remembers of the visit, {@code ""} for nothing
 */
public record DayRow(
        String setlId,
        String originalId,
        String psnNo,
        String careArea,
        String homeArea,
        String fixmedinsCode,
        long medfeeSumFen,
        long fundPaySumFen,
        String setlTime,
        String remembered) {

    public boolean cancels() {
        return !originalId.isEmpty();
    }

    /** The number of the settlement: its own, or the one that it took back. */
    public String settlementId() {
        return cancels() ? originalId : setlId;
    }

    @Override
    public String toString() {
        return "DayRow[" + setlId + "]";
    }
}
