package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharsetsTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "gbk"})
    void should_return_the_text_when_the_charset_is_the_agreed_one(String name) {
        Charset charset = Charsets.of(name);
        String text = "<a>统筹基金支付 1.00 模 联通</a>";
        assertThat(Charsets.decode(Charsets.encode(text, charset), charset)).isEqualTo(text);
    }

    @Test
    void should_refuse_when_written_in_the_other_charset() {
        String text = "会话已失效";
        assertThatThrownBy(() -> Charsets.decode(text.getBytes(Charsets.GBK), StandardCharsets.UTF_8))
                .isInstanceOf(CharsetException.class);
        assertThatThrownBy(() -> Charsets.decode(text.getBytes(StandardCharsets.UTF_8), Charsets.GBK))
                .isInstanceOf(CharsetException.class);
    }

    @Test
    void should_refuse_when_damaged_before() {
        byte[] replaced = "张\uFFFD".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Charsets.decode(replaced, StandardCharsets.UTF_8))
                .isInstanceOf(CharsetException.class);
        byte[] kun = "锟斤拷".getBytes(Charsets.GBK);
        assertThatThrownBy(() -> Charsets.decode(kun, Charsets.GBK)).isInstanceOf(CharsetException.class);
    }

    @Test
    void should_refuse_to_encode_when_the_charset_lacks_a_character() {
        assertThatThrownBy(() -> Charsets.encode("𠮷", Charsets.GBK)).isInstanceOf(CharsetException.class);
        assertThatThrownBy(() -> Charsets.of("Big5")).isInstanceOf(CharsetException.class);
    }
}
