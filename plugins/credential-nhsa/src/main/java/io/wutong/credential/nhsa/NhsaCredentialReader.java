package io.wutong.credential.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Scan;
import java.time.LocalDate;

/**
 * Reads a scan by its {@link ScanKind}. Cards and identity numbers are read on the spot; an e-voucher is asked about.
 * Payment codes are recognised, in order to say what to show instead.
 */
final class NhsaCredentialReader implements CredentialReader {

    private static final int TEXT_LENGTH_MAX = 512;

    private final Settings settings;
    private final PluginServices services;
    private final EVoucherClient eVouchers;

    NhsaCredentialReader(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
        this.eVouchers = new EVoucherClient(settings, services);
    }

    @Override
    public boolean recognises(Scan scan) {
        return kind(scan) != ScanKind.UNKNOWN;
    }

    @Override
    public Future<Outcome<Credential>> read(Scan scan, CallContext context) {
        String text = scan.text().strip();
        try {
            return switch (kind(scan)) {
                case CARD -> Future.succeededFuture(Outcome.succeeded(CardText.read(text, today())));
                case ID_NUMBER -> Future.succeededFuture(Outcome.succeeded(idNumber(text)));
                case E_VOUCHER -> eVoucher(text, scan, context);
                case WECHAT_CODE ->
                    throw new Rejection(
                            "PAYMENT_CODE",
                            IdNumber.hasBirthDate(text, today())
                                    ? "身份证号校验不通过;若扫的是微信付款码,它不能就医,请出示医保电子凭证、社保卡或身份证"
                                    : "这是微信付款码,不能就医,请出示医保电子凭证、社保卡或身份证");
                case ALIPAY_CODE -> throw new Rejection("PAYMENT_CODE", "这是支付宝付款码,不能就医,请出示医保电子凭证、社保卡或身份证");
                case UNION_PAY_CODE -> throw new Rejection("PAYMENT_CODE", "这是银联付款码,不能就医,请出示医保电子凭证、社保卡或身份证");
                case UNKNOWN -> throw new Rejection("SCAN_UNKNOWN", "无法识别,请出示医保电子凭证、社保卡或身份证");
            };
        } catch (Rejection e) {
            return Future.succeededFuture(Outcome.rejected(e.code(), e.hint()));
        }
    }

    private Credential idNumber(String text) {
        String certno =
                IdNumber.normal(text, today()).orElseThrow(() -> new Rejection("ID_NUMBER", "身份证号校验不通过,请核对后重新输入或刷身份证"));
        return new Credential(Credential.Kind.ID_NUMBER, "02", certno, null, certno, null, null);
    }

    private Future<Outcome<Credential>> eVoucher(String text, Scan scan, CallContext context) {
        return settings.frontEndUrl()
                .map(url -> eVouchers.query(url, text, scan, context))
                .orElseThrow(() -> new Rejection("E_VOUCHER_NOT_CONFIGURED", "本机构未接入医保电子凭证,请出示社保卡或身份证"));
    }

    private ScanKind kind(Scan scan) {
        String text = scan.text().strip();
        return text.length() > TEXT_LENGTH_MAX ? ScanKind.UNKNOWN : ScanKind.of(text, settings.eVoucher(), today());
    }

    private LocalDate today() {
        return LocalDate.now(services.clock());
    }
}
