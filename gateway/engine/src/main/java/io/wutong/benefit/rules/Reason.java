package io.wutong.benefit.rules;

import io.wutong.spi.Fen;

/** How the amount of a fund came about; the words are made only when somebody reads them. */
sealed interface Reason {

    /** Characters of most: none is made longer bit by bit. */
    int LENGTH = 128;

    /**
     * In Chinese; {@code setl_proc_info}.
     *
     * @param line what it is the reason of
     */
    String text(FundLine line);

    /** A basic fund's calculation. */
    record Basic(int nth, long scope, long byRatio, long least, long due, long room) implements Reason {

        @Override
        public String text(FundLine line) {
            StringBuilder text = new StringBuilder(LENGTH).append("政策范围内").append(Fen.format(scope));
            text.append("，起付线").append(Fen.format(line.deductibleFen()));
            if (nth > 1) {
                text.append("(本年度第").append(nth).append("次)");
            }
            text.append("，比例").append(Explain.brackets(line.brackets()));
            text.append("，按比例应付").append(Fen.format(byRatio));
            if (due > byRatio) {
                text.append("，保底应付").append(Fen.format(least));
            }
            if (line.fen() < due) {
                text.append("，封顶余额").append(Fen.format(room));
            }
            return text.append("，实付").append(Fen.format(line.fen())).toString();
        }
    }

    /** A layer's calculation. */
    record OfLayer(boolean ofYear, long before, long counted, long due, long room) implements Reason {

        @Override
        public String text(FundLine line) {
            StringBuilder text = new StringBuilder(LENGTH);
            if (ofYear) {
                text.append("本年度累计").append(Fen.format(before)).append("，");
            }
            text.append("本次计入").append(Fen.format(counted));
            if (line.deductibleFen() > 0) {
                text.append("(已扣起付线").append(Fen.format(line.deductibleFen())).append(')');
            }
            text.append("，比例").append(Explain.brackets(line.brackets()));
            text.append("，应付").append(Fen.format(due));
            if (line.fen() < due) {
                text.append(room < due ? "，封顶余额" + Fen.format(room) : "，以剩余费用为限");
            }
            return text.append("，实付").append(Fen.format(line.fen())).toString();
        }
    }

    /** Another system has calculated it. */
    record Elsewhere() implements Reason {
        @Override
        public String text(FundLine line) {
            return line.name() + "已由其他系统支付" + Fen.format(line.fen());
        }
    }

    /** The threshold of entry was not reached. */
    record NotEntered(String fund, long reachesFen) implements Reason {
        @Override
        public String text(FundLine line) {
            return "未达到进入条件：" + fund + "累计支付" + Fen.format(reachesFen);
        }
    }

    /** The years of a split stay. */
    record Both(FundLine first, FundLine second) implements Reason {
        @Override
        public String text(FundLine line) {
            return first.process() + "；" + second.process();
        }
    }
}
