package io.wutong.channel.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.testkit.LongBill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With -Pfull: the file of a day with a million lines, in its signed answer, in a process that has little memory. */
@EnabledIfSystemProperty(named = "wutong.full", matches = "true")
class LongBillIT {

    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MMdd");

    /** @param args how many lines */
    public static void main(String[] args) throws Exception {
        try (Bench bench = new Bench()) {
            System.out.println(LongBill.download(bench, Integer.parseInt(args[0]), LongBillIT::make));
        }
    }

    private static void make(UnionPaySimulator simulator, int lines, LocalDate day, Path file) {
        simulator.longFiles(lines, MONTH_AND_DAY.format(day), file);
    }

    @Test
    void should_give_a_million_lines_when_there_is_little_memory() throws IOException, InterruptedException {
        String said = LongBill.inLittleMemory(LongBillIT.class, LongBill.LINES);
        System.out.println(said);
        assertThat(said).contains("Succeeded[answer=" + LongBill.LINES + "] " + 100L * LongBill.LINES + " fen");
    }
}
