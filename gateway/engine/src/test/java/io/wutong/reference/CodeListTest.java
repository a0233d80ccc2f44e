package io.wutong.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeListTest {

    private static final CodeList FIRST =
            CodeList.read("code\tname\nA\t一\nB\t二\n").after(CodeList.none(), "20260101000000");

    @Test
    void should_be_the_same_version_when_nothing_has_changed() {
        assertThat(CodeList.read("code\tname\nA\t一\nB\t二\n").after(FIRST, "20260201000000"))
                .isSameAs(FIRST);
        assertThat(CodeList.read(FIRST.text()).after(FIRST, "20260201000000")).isSameAs(FIRST);
        assertThat(CodeList.read(FIRST.text()).version()).isEqualTo("20260101000000");
    }

    @Test
    void should_give_the_new_version_to_what_has_changed_alone() {
        CodeList second = CodeList.read("code\tname\nA\t一\nB\t两\nC\t三\n").after(FIRST, "20260201000000");
        assertThat(lines(second, "20260101000000"))
                .extracting(line -> line.substring(0, 1))
                .containsExactly("B", "C");
        // by a clock that went back, a version is newer all the same
        CodeList third = CodeList.read("code\tname\nA\t一\nC\t三\n").after(second, "20251231000000");
        assertThat(third.version()).isEqualTo("20260201000001");
        assertThat(lines(third, second.version())).containsExactly("B\t两\t0\t20260201000001");
        assertThat(CodeList.read("code\tname\nA\t一\nC\t三\n").after(third, "20260301000000"))
                .isSameAs(third);
    }

    @Test
    void should_send_every_row_again_when_the_columns_are_others() {
        CodeList wider = CodeList.read("code\tname\tspec\nA\t一\t片\n").after(FIRST, "20260201000000");
        assertThat(lines(wider, FIRST.version()))
                .containsExactly("A\t一\t片\t1\t20260201000000", "B\t二\t\t0\t20260201000000");
    }

    @Test
    void should_name_line_and_column_when_a_file_is_wrong() {
        assertThatThrownBy(() -> CodeList.read("code\tname\nA\n\t二\nC\t三\nC\t四\n"))
                .hasMessageContaining("line 2, *: '1'")
                .hasMessageContaining("line 3, code: ''")
                .hasMessageContaining("line 5, code: 'C'");
        assertThatThrownBy(() -> CodeList.read("")).hasMessageContaining("header");
        assertThatThrownBy(() -> CodeList.read("code\tcode\n")).hasMessageContaining("given twice");
    }

    private static List<String> lines(CodeList list, String from) {
        byte[] file = list.newer(from);
        assertThat(list.bytesNewer(from)).isEqualTo(file.length);
        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        assertThat(list.countNewer(from)).isEqualTo(lines.size());
        return lines;
    }
}
