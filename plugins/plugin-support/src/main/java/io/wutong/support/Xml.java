package io.wutong.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a legacy message: its name, its own text, its children; immutable. Names are compared without case, as
 * the old systems do. Attributes and namespaces are not part of any of the dialects and are passed over.
 */
public final class Xml {

    private final String name;
    private final String text;
    private final List<Xml> children;

    Xml(String name, String text, List<Xml> children) {
        this.name = name;
        this.text = text;
        this.children = children;
    }

    /** Reads one document that fills the whole text; see {@link XmlReader} for the limits. */
    public static Xml read(String document) {
        return XmlReader.read(document);
    }

    /** A leaf. */
    public static Xml leaf(String name, String text) {
        return new Xml(requireName(name), Objects.requireNonNull(text, "text"), List.of());
    }

    public static Builder element(String name) {
        return new Builder(requireName(name));
    }

    public String name() {
        return name;
    }

    public boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The element's own text, without white space around it. */
    public String text() {
        return text;
    }

    public List<Xml> children() {
        return children;
    }

    /** The first child of that name, null without one. */
    public @Nullable Xml child(String childName) {
        for (Xml child : children) {
            if (child.named(childName)) {
                return child;
            }
        }
        return null;
    }

    /** The text of the first child of that name; empty when it is absent or blank. */
    public Optional<String> text(String childName) {
        Xml child = child(childName);
        return child == null || child.text.isEmpty() ? Optional.empty() : Optional.of(child.text);
    }

    /** The children that have children themselves: the rows of a list, whatever they are called. */
    public List<Xml> rows() {
        return children.stream().filter(child -> !child.children.isEmpty()).toList();
    }

    /** The document with its declaration, which names the charset that the caller will encode it in. */
    public String write(String charset) {
        StringBuilder out = new StringBuilder(256);
        out.append("<?xml version=\"1.0\" encoding=\"").append(charset).append("\"?>");
        write(out);
        return out.toString();
    }

    /** The element alone, without a declaration. */
    public String writeElement() {
        StringBuilder out = new StringBuilder(256);
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name).append('>');
        if (children.isEmpty()) {
            escape(text, out);
        } else {
            children.forEach(child -> child.write(out));
        }
        out.append("</").append(name).append('>');
    }

    private static void escape(String text, StringBuilder out) {
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(requireCharacter(c));
            }
        }
    }

    private static int requireCharacter(int c) {
        boolean allowed =
                c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
        if (!allowed) {
            throw new XmlException("a character that XML cannot carry: U+%04X".formatted(c));
        }
        return c;
    }

    private static String requireName(String name) {
        if (name.isEmpty()
                || !Character.isLetter(name.charAt(0))
                || !name.chars().allMatch(Xml::isNameCharacter)) {
            throw new XmlException("not an element name");
        }
        return name;
    }

    private static boolean isNameCharacter(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** The name only: messages hold personal data, and this may reach a log. */
    @Override
    public String toString() {
        return "Xml[" + name + "]";
    }

    /** Gathers children in order. */
    public static final class Builder {
        private final String name;
        private final List<Xml> children = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder add(String leaf, String text) {
            children.add(leaf(leaf, text));
            return this;
        }

        public Builder add(Xml child) {
            children.add(child);
            return this;
        }

        public Builder addAll(Map<String, String> leaves) {
            leaves.forEach(this::add);
            return this;
        }

        public Builder addAll(Collection<Xml> elements) {
            children.addAll(elements);
            return this;
        }

        public Xml build() {
            return new Xml(name, "", List.copyOf(children));
        }
    }
}
