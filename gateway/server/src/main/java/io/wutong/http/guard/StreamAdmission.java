package io.wutong.http.guard;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Set;

/** Gives a request's place back when its HTTP/2 stream is closed, however that comes about. */
final class StreamAdmission extends Http2ConnectionAdapter implements Door.Ticket {

    private final Admission admission;
    private final Set<Integer> admitted = new HashSet<>();

    StreamAdmission(Admission admission) {
        this.admission = admission;
    }

    @Override
    public boolean expired() {
        return false;
    }

    @Override
    public void admitted(HttpServerRequest request) {
        admitted.add(request.streamId());
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        if (admitted.remove(stream.id())) {
            admission.answered();
        }
    }
}
