package io.wutong.http;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.http.auth.Sm2Keys;
import io.wutong.http.auth.Sm2Signature;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.security.SecureRandom;
import java.util.Set;

/**
 * What is different about a caller that is the platform above: it speaks for whatever lies beyond the nodes that we know
 * below its own, and only about persons who are insured at one of them; and it may want our answers signed.
 */
final class Platforms {

    /** Of the hospital's 18 s two hops have kept back their tenth. */
    static final long ANSWER_MILLIS = 14_500;

    /** A stay and what is asked about it; an outpatient's lines are split here by nobody, and no message says their sums. */
    private static final Set<String> SERVED = Set.of(
            "1101", "2001", "2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405", "2601",
            "5203", "5206", "9001", "9002");

    private static final SecureRandom RANDOM = new SecureRandom();

    private Platforms() {}

    /**
     * The node at which its message enters.
     *
     * @throws io.wutong.envelope.Refusal when it speaks for an institution of ours, or asks about somebody else's insured:
     *     that message would only come back to it
     */
    static Node entry(String platform, Envelope envelope, Topology topology) {
        Node node = topology.find(platform).filter(Node::hostedHere).orElseThrow(() -> beyondReach(envelope));
        boolean theirs = topology.find(envelope.fixmedinsCode())
                .map(institution -> node.id().equals(institution.parent()))
                .orElse(true);
        if (!theirs || !topology.beyond(node, envelope.careArea())) {
            throw beyondReach(envelope);
        }
        if (!SERVED.contains(envelope.infno())) {
            throw Fault.UNSUPPORTED.refusal(envelope.homeArea(), envelope.infno());
        }
        if (!envelope.homeArea().isEmpty() && topology.beyond(node, envelope.homeArea())) {
            throw Fault.NOROUTE.refusal(envelope.homeArea());
        }
        return node;
    }

    private static RuntimeException beyondReach(Envelope envelope) {
        return Fault.BINDING.refusal(envelope.fixmedinsCode());
    }

    /** The answer with {@code cainfo}: our SM2 signature over the bytes of {@code output} as they stand in it. */
    static byte[] signed(byte[] answer, String answerKey) {
        Body body = Json.read(answer);
        Value output = body.get("output");
        byte[] bytes = Json.write(output == null ? Value.Null.NULL : output);
        String signature = Sm2Signature.withDefaultUserId().sign(bytes, Sm2Keys.privateKey(answerKey), RANDOM);
        return Json.write(body.with("signtype", Value.text("SM2")).with("cainfo", Value.text(signature)));
    }
}
