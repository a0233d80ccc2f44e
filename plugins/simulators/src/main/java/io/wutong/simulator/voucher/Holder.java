package io.wutong.simulator.voucher;

/**
 * Who an e-voucher belongs to. Invented people only.
 *
 * @param insuOrg the home region, six digits
 */
public record Holder(String userName, String idNo, String insuOrg) {
    @Override
    public String toString() {
        return "Holder[" + insuOrg + "]";
    }
}
