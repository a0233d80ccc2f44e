package io.wutong.support;

import io.wutong.spi.CallFailure;
import java.util.Map;

/** SOAP 1.1, document/literal, as far as a service needs it whose parameters and result are texts. */
public final class Soap {

    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

    private Soap() {}

    /** The headers of a request. */
    public static Map<String, String> headers(String charset, String action) {
        return Map.of("Content-Type", "text/xml;charset=" + charset, "SOAPAction", "\"" + action + "\"");
    }

    /** A request that calls an operation with text parameters, elements qualified. */
    public static String request(String charset, String namespace, String operation, Map<String, String> parameters) {
        StringBuilder text = new StringBuilder(512);
        text.append("<?xml version=\"1.0\" encoding=\"").append(charset).append("\"?>");
        text.append("<soap:Envelope xmlns:soap=\"").append(ENVELOPE).append("\"><soap:Body>");
        text.append("<ns:")
                .append(operation)
                .append(" xmlns:ns=\"")
                .append(namespace)
                .append("\">");
        parameters.forEach((name, value) -> {
            // written by Xml, which refuses what XML cannot carry
            String leaf = Xml.leaf(name, value).writeElement();
            text.append("<ns:").append(leaf, 1, leaf.length() - name.length() - 1);
            text.append("ns:").append(name).append('>');
        });
        return text.append("</ns:")
                .append(operation)
                .append("></soap:Body></soap:Envelope>")
                .toString();
    }

    /** The one text of a response; whatever else came back, a fault too, leaves the call unknown. */
    public static String result(String response) {
        Xml at;
        try {
            at = Xml.read(response);
        } catch (XmlException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
        if (!local(at).equalsIgnoreCase("Envelope")) {
            throw new CallFailure(true, "answer_unreadable");
        }
        Xml body = child(at, "Body");
        if (body.children().size() != 1) {
            throw new CallFailure(true, "answer_unreadable");
        }
        Xml operation = body.children().get(0);
        if (local(operation).equalsIgnoreCase("Fault")) {
            throw new CallFailure(true, "soap_fault");
        }
        return child(operation, "return").text();
    }

    private static Xml child(Xml above, String name) {
        return above.children().stream()
                .filter(each -> local(each).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CallFailure(true, "answer_unreadable"));
    }

    private static String local(Xml element) {
        return element.name().substring(element.name().indexOf(':') + 1);
    }
}
