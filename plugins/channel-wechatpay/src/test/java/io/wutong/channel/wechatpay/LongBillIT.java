package io.wutong.channel.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With -Pfull: a bill of a million lines, through host and plugin, in a process that has little memory. */
@EnabledIfSystemProperty(named = "wutong.full", matches = "true")
class LongBillIT {

    /** Beside it the comparison holds a million of our own rows in some 64 MiB: together 256. */
    private static final String HEAP = "-Xmx176m";

    @Test
    void should_give_a_million_lines_when_there_is_little_memory() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongBill.class.getName(),
                        "1000000")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        System.out.println(said);
        assertThat(said).contains("Succeeded[answer=1000000] 100000000 fen");
    }
}
