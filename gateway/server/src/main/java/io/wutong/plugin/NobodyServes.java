package io.wutong.plugin;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.port.HomeAdapter;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import java.util.Set;

/** Stands for an area whose adapters serve other coverages or other days: knows no transaction, so all are refused. */
final class NobodyServes implements RegionAdapter {

    private final String area;

    private NobodyServes(String area) {
        this.area = area;
    }

    static HomeAdapter of(String area) {
        return new HomeAdapter(
                area, new Descriptor("nobody", "无", Set.of(), Set.of(), Limits.DEFAULT), new NobodyServes(area));
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return refused(request);
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        return refused(reference.original());
    }

    private Future<Outcome<Body>> refused(Request request) {
        return Future.succeededFuture(Fault.UNSUPPORTED.rejected(area, request.infno()));
    }

    /** Nothing was ever sent, so there is nothing to undo. */
    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
