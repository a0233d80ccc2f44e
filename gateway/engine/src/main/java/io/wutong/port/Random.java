package io.wutong.port;

/** Random numbers, passed in so that a simulation replays them. */
public interface Random {

    /** Lower-case hex digits. */
    String hex(int digits);

    /**
     * A number of exactly {@code digits} decimal digits that this process has not given before and, with the process's
     * own part in it, no other has.
     */
    String serial(int digits);
}
