package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.PluginServices;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.InnerAddresses;
import io.wutong.support.Soap;
import io.wutong.support.TextHttp;
import io.wutong.support.Xml;
import io.wutong.support.XmlException;
import io.wutong.support.stay.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends one numbered transaction and reads its reply. The text inside the envelope declares GBK and travels in UTF-8:
 * it is held to GBK both ways, because a character that GBK does not have is lost somewhere behind the platform, and
 * one that comes from there was never written so.
 */
final class Platform {

    private static final String NAMESPACE = "http://pojo.webservice.service.ybdy.sinobest.cn";
    private static final String OPERATION = "STYDJKService";

    /** An answer: the platform's number of the call, and its output. */
    record Reply(String transid, Xml output) {
        List<Xml> rows() {
            Xml detail = output.child("detail");
            return detail == null ? List.of() : detail.rows();
        }
    }

    private final GuangdongConfig config;
    private final Clock clock;
    private final TextHttp http;

    Platform(GuangdongConfig config, PluginServices services) {
        this.config = config;
        this.clock = services.clock();
        this.http = new TextHttp(
                services,
                config.url(),
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                Soap.headers("UTF-8", "urn:" + OPERATION));
    }

    Future<Reply> call(String number, Map<String, String> fields, List<Xml> rows, CallContext context) {
        Xml.Builder input = Xml.element("input").addAll(fields);
        if (!rows.isEmpty()) {
            input.add(Xml.element("detail").addAll(rows).build());
        }
        String inner = input.build().write("GBK");
        Charsets.encode(inner, Charsets.GBK);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("TransNo", number);
        parameters.put("Inxml", inner);
        String request = Soap.request("UTF-8", NAMESPACE, OPERATION, parameters);
        return http.post(request, context, config.timeoutMillis(), Platform::read);
    }

    private static Reply read(String response) {
        String inner = Soap.result(response);
        Xml result;
        try {
            Charsets.encode(inner, Charsets.GBK);
            result = Xml.read(inner);
        } catch (CharsetException e) {
            throw new CallFailure(true, "answer_charset");
        } catch (XmlException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
        int code;
        try {
            code = Integer.parseInt(result.text("errorcode").orElse(""));
        } catch (NumberFormatException e) {
            throw new CallFailure(true, "answer_code");
        }
        if (code >= 0) {
            Xml output = result.child("output");
            return new Reply(
                    result.text("transid").orElseThrow(() -> new CallFailure(true, "answer_transid")),
                    output == null ? Xml.leaf("output", "") : output);
        }
        String reason = InnerAddresses.strip(result.text("errormsg").orElse(""));
        if (reason.isEmpty()) {
            throw new CallFailure(true, "answer_no_text");
        }
        throw new Refusal("GUANGDONG" + code, reason);
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }
}
