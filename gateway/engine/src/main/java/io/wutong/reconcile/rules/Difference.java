package io.wutong.reconcile.rules;

/**
 * A row of which the two parties do not say the same.
 *
 * @param key the row's
 * @param oursFen 0 where we have none
 * @param theirsFen 0 where they have none
 */
public record Difference(Kind kind, String key, long oursFen, long theirsFen) {

    /** How the parties differ. */
    public enum Kind {
        ONLY_HERE("仅本方有"),
        ONLY_THERE("仅对方有"),
        DIFFERENT("金额不同"),
        /** Theirs has the row twice. */
        REPEATED("对方重复");

        private final String zh;

        Kind(String zh) {
            this.zh = zh;
        }

        public String zh() {
            return zh;
        }
    }
}
