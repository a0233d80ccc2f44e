package io.wutong.support;

/** A text that is not the XML we accept, or a value that XML cannot carry; never quotes the text itself. */
public final class XmlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public XmlException(String message) {
        super(message);
    }
}
