package io.wutong.reconcile.rules;

/** How a day came out, by rows and by amounts; the day is even when nothing but {@code equal} is left. */
public record Totals(
        long equal, long onlyHere, long onlyThere, long different, long repeated, long equalFen, long theirsFen) {

    public boolean isEven() {
        return onlyHere == 0 && onlyThere == 0 && different == 0 && repeated == 0;
    }
}
