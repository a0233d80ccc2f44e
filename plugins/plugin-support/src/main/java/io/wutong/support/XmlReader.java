package io.wutong.support;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads {@link Xml} with limits. The parser is made directly, never looked up through the thread's class loader; a DTD
 * is refused where it stands, so that no entity is ever declared, and nothing outside of the text is read.
 */
final class XmlReader {

    static final int DEPTH_MAX = 16;
    static final int ELEMENTS_MAX = 100_000;
    static final int CHARACTERS_MAX = 4 * 1024 * 1024;

    private static final WstxInputFactory FACTORY = factory();

    private XmlReader() {}

    private static WstxInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // a text that breaks off must fail where it is read, as what it is
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) ELEMENTS_MAX);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
        return factory;
    }

    static Xml read(String document) {
        if (document.length() > CHARACTERS_MAX) {
            throw new XmlException("longer than " + CHARACTERS_MAX + " characters");
        }
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(document));
            try {
                return root(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new XmlException("not well-formed, or over a limit" + at(e));
        }
    }

    private static Xml root(XMLStreamReader reader) throws XMLStreamException {
        Xml root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XmlException("a DTD is not accepted");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                root = element(reader);
            }
        }
        if (root == null) {
            throw new XmlException("no element");
        }
        return root;
    }

    /** Depth is bounded by the parser, so this may recurse. */
    private static Xml element(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<Xml> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Xml(name, text.toString().strip(), List.copyOf(children));
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XmlException("an entity is not accepted");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
    }

    private static String at(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}
