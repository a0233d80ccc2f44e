package io.wutong.benefit.rules;

import static io.wutong.benefit.rules.Explain.brackets;

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
            StringBuilder text = new StringBuilder(LENGTH);
            Fen.append(text.append("政策范围内"), scope);
            Fen.append(text.append("，起付线"), line.deductibleFen());
            if (nth > 1) {
                text.append("(本年度第").append(nth).append("次)");
            }
            brackets(text.append("，比例"), line.brackets());
            Fen.append(text.append("，按比例应付"), byRatio);
            if (due > byRatio) {
                Fen.append(text.append("，保底应付"), least);
            }
            if (line.fen() < due) {
                Fen.append(text.append("，封顶余额"), room);
            }
            return Fen.append(text.append("，实付"), line.fen()).toString();
        }
    }

    /** A layer's calculation. */
    record OfLayer(boolean ofYear, long before, long counted, long due, long room) implements Reason {

        @Override
        public String text(FundLine line) {
            StringBuilder text = new StringBuilder(LENGTH);
            if (ofYear) {
                Fen.append(text.append("本年度累计"), before).append('，');
            }
            Fen.append(text.append("本次计入"), counted);
            if (line.deductibleFen() > 0) {
                Fen.append(text.append("(已扣起付线"), line.deductibleFen()).append(')');
            }
            brackets(text.append("，比例"), line.brackets());
            Fen.append(text.append("，应付"), due);
            if (line.fen() < due) {
                if (room < due) {
                    Fen.append(text.append("，封顶余额"), room);
                } else {
                    text.append("，以剩余费用为限");
                }
            }
            return Fen.append(text.append("，实付"), line.fen()).toString();
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
