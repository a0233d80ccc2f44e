package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {

    @Test
    void should_keep_what_was_written_when_read_again() {
        String written = Xml.element("Program")
                .add("aac003", " 张<三>&\"'] ]>\r\n𠮷 ")
                .add("empty", "")
                .add(Xml.element("feeinfo")
                        .add(Xml.element("row1").add("a", "1").build())
                        .build())
                .build()
                .write("UTF-8");
        Xml read = Xml.read(written);
        assertThat(read.text("AAC003")).contains("张<三>&\"'] ]>\r\n𠮷");
        assertThat(read.text("empty")).isEmpty();
        assertThat(read.child("empty")).isNotNull();
        assertThat(read.child("FeeInfo").rows()).hasSize(1);
    }

    @Test
    void should_find_rows_by_their_children_when_they_have_any_name() {
        Xml list = Xml.read("<p><l><row><a>1</a></row><row2><a>2</a></row2><n>2</n></l></p>")
                .child("l");
        assertThat(list.rows()).extracting(row -> row.text("a").orElse("")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a>",
                "<a></b>",
                "<a><b><![CDATA[x",
                "<a><b>x",
                "<a/><a/>",
                "<a>&x;</a>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>",
                "<a>\u0001</a>"
            })
    void should_refuse_when_not_plain_xml(String text) {
        assertThatThrownBy(() -> Xml.read(text)).isInstanceOf(XmlException.class);
    }

    @Test
    void should_refuse_when_over_a_limit() {
        assertThat(nested(XmlReader.DEPTH_MAX)).isNotNull();
        assertThatThrownBy(() -> nested(XmlReader.DEPTH_MAX + 1)).isInstanceOf(XmlException.class);
        String many = "<a>" + "<b/>".repeat(XmlReader.ELEMENTS_MAX) + "</a>";
        assertThatThrownBy(() -> Xml.read(many)).isInstanceOf(XmlException.class);
        String tooLong = "<a>" + "x".repeat(XmlReader.CHARACTERS_MAX) + "</a>";
        assertThatThrownBy(() -> Xml.read(tooLong)).isInstanceOf(XmlException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0008", "\uFFFE", "\uD800"})
    void should_refuse_to_write_when_xml_cannot_carry_it(String text) {
        Xml element = Xml.leaf("a", text);
        assertThatThrownBy(() -> element.write("UTF-8")).isInstanceOf(XmlException.class);
    }

    @Test
    void should_refuse_a_name_that_would_open_another_element() {
        assertThatThrownBy(() -> Xml.leaf("a><b", "")).isInstanceOf(XmlException.class);
    }

    private static Xml nested(int depth) {
        return Xml.read("<a>".repeat(depth) + "</a>".repeat(depth));
    }
}
