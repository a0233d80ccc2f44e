package io.wutong.support.stay;

/** What the legacy system says of a visit when it is asked afterwards. */
public sealed interface Found {

    /** It has no such visit. */
    record Nowhere() implements Found {}

    /**
     * The visit stands and is not settled.
     *
     * @param state what is remembered, with the visit number when it was not known yet
     */
    record Open(StayState state) implements Found {}

    /** The visit is settled. */
    record Settled(Ready visit, Parts parts) implements Found {}

    Found NOWHERE = new Nowhere();
}
