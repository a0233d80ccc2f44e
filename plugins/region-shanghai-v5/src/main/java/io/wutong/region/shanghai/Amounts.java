package io.wutong.region.shanghai;

import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.support.Answers;
import io.wutong.support.stay.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments and payers as funds: each cell of the matrix is a row of {@code maps/funds.csv}; what the person bears
 * before the segments (分类自负, and what is outside of the scheme) is cash.
 */
final class Amounts {

    /** The cells of an inpatient's matrix, and of an outpatient's, which are zero here. */
    private static final List<String> CELLS = List.of(
            "tczfs",
            "fjzfs",
            "curaccountpay",
            "zfdlnzhzfs",
            "qfdzhzfs",
            "tcdzhzfs",
            "fjdzhzfs",
            "zfdgjzhzfs",
            "qfdgjzhzfs",
            "tcdgjzhzfs",
            "fjdgjzhzfs",
            "zfdxjzfs",
            "qfdxjzfs",
            "tcdxjzfs",
            "fjdxjzfs");

    private static final List<String> REFUND_CELLS = List.of(
            "curaccount",
            "hisaccount",
            "zfcash",
            "tchisaccount",
            "tccash",
            "tc",
            "dffjhisaccount",
            "dffjcash",
            "dffj",
            "gjaccount");

    private Amounts() {}

    static long total(Care care) {
        return care.inScopeFen();
    }

    static long inScheme(Care care) {
        return care.inScopeFen() + care.priorSelfPayFen();
    }

    static long outside(Care care) {
        return care.ownPayFen() + care.overLimitFen();
    }

    /** The parts of an answer that repeats the three totals; one that has others is not believed. */
    static Parts of(Body answer, Care care) {
        return Answers.read(() -> {
            if (fen(answer, "totalexpense") != total(care)
                    || fen(answer, "ybjsfwfyze") != inScheme(care)
                    || fen(answer, "fybjsfwfyze") != outside(care)) {
                throw new CallFailure(true, "answer_total");
            }
            List<Parts.Row> rows = new ArrayList<>();
            for (String cell : CELLS) {
                add(rows, cell, fen(answer, cell));
            }
            add(rows, "flzf", care.priorSelfPayFen());
            add(rows, "fybjsfwfyze", outside(care));
            // what lies below the deductible is all the person's
            return new Parts(rows, fen(answer, "qfdzhzfs") + fen(answer, "qfdgjzhzfs") + fen(answer, "qfdxjzfs"));
        });
    }

    /** Whether what a refund gives back is all that was paid. */
    static boolean isWhole(Body refund, Care care) {
        return Answers.read(
                () -> REFUND_CELLS.stream().mapToLong(cell -> fen(refund, cell)).sum() == total(care));
    }

    static long balance(Body answer) {
        return Answers.read(() -> fen(answer, "curaccountamt") + fen(answer, "hisaccountamt"));
    }

    private static void add(List<Parts.Row> rows, String fund, long fen) {
        if (fen != 0) {
            rows.add(new Parts.Row(fund, fen));
        }
    }

    private static long fen(Body answer, String name) {
        return answer.fen(name).orElse(0L);
    }
}
