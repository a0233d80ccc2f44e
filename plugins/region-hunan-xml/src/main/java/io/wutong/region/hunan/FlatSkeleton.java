package io.wutong.region.hunan;

import io.wutong.spi.CallFailure;
import io.wutong.support.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profile H2: everything stands under the root, the session among it. */
final class FlatSkeleton implements Skeleton {

    @Override
    public Xml login(String user, String password) {
        return Xml.element("Program")
                .add("function_id", "sys0001")
                .add("userid", user)
                .add("password", password)
                .build();
    }

    @Override
    public Optional<String> session(LegacyReply reply) {
        return reply.text("session_id");
    }

    @Override
    public Xml message(String function, String transId, String token, Map<String, String> fields, List<Xml> lists) {
        return Xml.element("Program")
                .add("function_id", function)
                .add("trans_id", transId)
                .add("session_id", token)
                .addAll(fields)
                .addAll(lists)
                .build();
    }

    @Override
    public LegacyReply read(Xml root) {
        try {
            return new LegacyReply(
                    root,
                    Integer.parseInt(root.text("return_code").orElse("")),
                    root.text("return_code_message").orElse(""));
        } catch (NumberFormatException e) {
            throw new CallFailure(true, "answer_code");
        }
    }
}
