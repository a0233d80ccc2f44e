package io.wutong.channel.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.testkit.LongBill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With -Pfull: a bill (ZIP of GBK CSV) of a million lines, in a process that has little memory. */
@EnabledIfSystemProperty(named = "wutong.full", matches = "true")
class LongBillIT {

    /** @param args how many lines */
    public static void main(String[] args) throws Exception {
        try (Bench bench = new Bench(Bench.Mode.KEY)) {
            System.out.println(LongBill.download(bench, Integer.parseInt(args[0]), LongBillIT::make));
        }
    }

    private static void make(AlipaySimulator simulator, int lines, LocalDate day, Path file) {
        simulator.longBills(lines, day.toString(), file);
    }

    @Test
    void should_give_a_million_lines_when_there_is_little_memory() throws IOException, InterruptedException {
        String said = LongBill.inLittleMemory(LongBillIT.class, LongBill.LINES);
        System.out.println(said);
        assertThat(said).contains("Succeeded[answer=" + LongBill.LINES + "] " + 100L * LongBill.LINES + " fen");
    }
}
