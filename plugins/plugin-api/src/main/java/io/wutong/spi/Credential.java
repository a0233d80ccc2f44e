package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * Who a scan belongs to, as far as the credential itself says.
 *
 * @param kind what was read
 * @param mdtrtCertType {@code mdtrt_cert_type}: 01 e-voucher, 02 identity card, 03 social security card
 * @param mdtrtCertNo {@code mdtrt_cert_no}: token, identity number or card number
 * @param cardSn {@code card_sn}, cards only
 * @param certno identity number, null when the credential does not say it
 * @param name null when the credential does not say it
 * @param homeArea a first hint of the home region: {@code insuOrg} of an e-voucher, the issuer of a card
 */
public record Credential(
        Kind kind,
        String mdtrtCertType,
        String mdtrtCertNo,
        @Nullable String cardSn,
        @Nullable String certno,
        @Nullable String name,
        @Nullable String homeArea) {

    public enum Kind {
        E_VOUCHER,
        ID_NUMBER,
        SOCIAL_SECURITY_CARD
    }

    @Override
    public String toString() {
        return "Credential[" + kind + " home=" + homeArea + "]";
    }
}
