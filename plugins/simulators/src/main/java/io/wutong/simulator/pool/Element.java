package io.wutong.simulator.pool;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The servers' own element tree: lower-case names, text, children. */
public final class Element {

    private static final WstxInputFactory FACTORY = new WstxInputFactory();

    static {
        FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        FACTORY.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    }

    public final String name;
    public final List<Element> children = new ArrayList<>();
    private String text = "";

    public Element(String name) {
        this.name = name.toLowerCase(Locale.ROOT);
    }

    public static Element parse(String document) throws XMLStreamException {
        XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(document));
        Element above = new Element("");
        List<Element> path = new ArrayList<>(List.of(above));
        while (reader.hasNext()) {
            Element top = path.get(path.size() - 1);
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Element child = new Element(reader.getLocalName());
                    top.children.add(child);
                    path.add(child);
                }
                case XMLStreamConstants.END_ELEMENT -> path.remove(path.size() - 1);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> top.text += reader.getText();
                default -> {
                    // nothing to keep
                }
            }
        }
        return above.children.get(0);
    }

    /** The trimmed text of a child, {@code ""} without one. */
    public String get(String child) {
        for (Element element : children) {
            if (element.name.equals(child)) {
                return element.text.strip();
            }
        }
        return "";
    }

    /** The first element of that name below this one, at any depth, prefixes left out; null without one. */
    public @Nullable Element find(String wanted) {
        for (Element element : children) {
            if (element.name.substring(element.name.indexOf(':') + 1).equals(wanted)) {
                return element;
            }
            Element deeper = element.find(wanted);
            if (deeper != null) {
                return deeper;
            }
        }
        return null;
    }

    /** The trimmed text. */
    public String text() {
        return text.strip();
    }

    public boolean has(String child) {
        return children.stream().anyMatch(element -> element.name.equals(child));
    }

    /** Every child of a list node that has children is a row, whatever it is called. */
    public List<Element> rows(String list) {
        return children.stream()
                .filter(element -> element.name.equals(list))
                .flatMap(element -> element.children.stream())
                .filter(element -> !element.children.isEmpty())
                .toList();
    }

    public Element put(String child, String value) {
        Element element = new Element(child);
        element.text = value;
        children.add(element);
        return this;
    }

    /** Adds a row to a list node, which is made when it is not there. */
    public Element addRow(String list) {
        Element node = children.stream()
                .filter(element -> element.name.equals(list))
                .findFirst()
                .orElseGet(() -> {
                    Element made = new Element(list);
                    children.add(made);
                    return made;
                });
        Element row = new Element("row");
        node.children.add(row);
        return row;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        out.append('<').append(name).append('>');
        if (children.isEmpty()) {
            out.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
        children.forEach(out::append);
        return out.append("</").append(name).append('>').toString();
    }
}
