package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/fsi/api/rsfComIfsService/callService/2304",
                "/callbacks/wechatpay/main?x=1&y=%E5%BF%83",
                "/p/Zm9v_-~.txt",
                "/docs/",
                "/a..b/c.",
                "/admin/v1/areas/%E9%95%87",
                "/a?b=http://c/../d//e"
            })
    void should_accept_when_target_is_plain(String target) {
        assertThat(TargetRules.isPlain(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "http://h/",
                "//",
                "//h/a",
                "/a//b",
                "/a//",
                "/.",
                "/..",
                "/./a",
                "/a/../b",
                "/a/..",
                "/a/.?x",
                "/%2e%2e/a",
                "/a/%2E./b",
                "/a%2fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0a",
                "/a%7f",
                "/a%252e",
                "/a%3bb",
                "/a%3fb",
                "/a%23b",
                "/a%",
                "/a%4",
                "/a%4g",
                "/a#b",
                "/a b",
                "/a|b",
                "/a\u0001",
                "/心",
                "/a%\uff14\uff11",
                "/a?x=%00",
                "/a?x=%0a",
                "/a?x=%",
                "/a?x=\\",
                "/a?x#y"
            })
    void should_refuse_when_target_has_another_spelling(String target) {
        assertThat(TargetRules.isPlain(target)).isFalse();
    }
}
