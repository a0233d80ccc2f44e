package io.wutong.simulator.guangdong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pool.Element;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The platform behind its SOAP service {@code STYDJY}: a transaction number and an XML text in, an XML text out, which
 * says GBK of itself and travels in UTF-8. Every call gets a number of its own. Told so, it misbehaves on the next call
 * of one transaction.
 */
public final class GuangdongPlatform implements Simulator, HttpFront.Handler {

    /** Which of its two flavours it speaks. */
    public enum Flavour {
        IN_PROVINCE,
        CROSS_PROVINCE
    }

    private final Pool pool;
    private final Transactions transactions;
    private final HttpFront front =
            new HttpFront(this, StandardCharsets.UTF_8, StandardCharsets.UTF_8, "text/xml;charset=UTF-8");
    private int calls;

    public GuangdongPlatform(Flavour flavour, Clock clock, List<Person> persons) {
        pool = new Pool(clock);
        persons.forEach(pool::add);
        transactions = new Transactions(pool, flavour);
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    @Override
    public Future<Void> stop() {
        return front.stop();
    }

    public void misbehave(String transaction, Fault fault) {
        front.misbehave(transaction, fault);
    }

    /** The transactions called, in order. */
    public List<String> calls() {
        return front.calls();
    }

    public Pool pool() {
        return pool;
    }

    @Override
    public String function(String message) {
        try {
            Element number = Element.parse(message).find("transno");
            return number == null ? "" : number.text();
        } catch (XMLStreamException | IndexOutOfBoundsException e) {
            return "";
        }
    }

    @Override
    public String answer(String message, @Nullable Fault fault) {
        Element result = new Element("result").put("sign", "");
        try {
            Element envelope = Element.parse(message);
            Element inner = envelope.find("inxml");
            if (inner == null || !inner.text().startsWith("<?xml version=\"1.0\" encoding=\"GBK\"?>")) {
                throw new No("报文格式错误");
            }
            String transid = "440600" + pool.today().substring(2) + "%010d".formatted(++calls);
            result.put("transid", transid);
            Element output = new Element("output");
            transactions.call(function(message), Element.parse(inner.text()), output, transid);
            result.put("errorcode", "0").put("errormsg", "");
            result.children.add(output);
        } catch (No e) {
            result.put("errorcode", "-1").put("errormsg", e.text()).put("output", "");
        } catch (XMLStreamException e) {
            result.put("errorcode", "-2").put("errormsg", "XML解析失败").put("output", "");
        }
        String text = "<?xml version=\"1.0\" encoding=\"GBK\"?>" + result;
        return "<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                + "<ns:STYDJKServiceResponse xmlns:ns=\"http://pojo.webservice.service.ybdy.sinobest.cn\"><ns:return>"
                + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                + "</ns:return></ns:STYDJKServiceResponse></soapenv:Body></soapenv:Envelope>";
    }
}
