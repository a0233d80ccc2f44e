package io.wutong.region.hunan;

import io.wutong.support.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one profile of the family writes a message and reads a reply. Inside, rows and replies have the names of profile
 * H2, whichever profile is spoken.
 */
interface Skeleton {

    Xml login(String user, String password);

    /** The session that a login gave. */
    Optional<String> session(LegacyReply reply);

    /** @param lists with the rows of H2 */
    Xml message(String function, String transId, String token, Map<String, String> fields, List<Xml> lists);

    /** What cannot be read fails as unknown. */
    LegacyReply read(Xml root);

    static Skeleton of(String profile) {
        return profile.equals("h1") ? new PartedSkeleton() : new FlatSkeleton();
    }
}
