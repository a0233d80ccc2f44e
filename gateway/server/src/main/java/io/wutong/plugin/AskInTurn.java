package io.wutong.plugin;

import io.vertx.core.Future;
import io.wutong.port.HomeAdapter;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import java.util.List;
import java.util.Set;

/**
 * Several systems of one area while the coverage is not known: who a person is asked of one after the other until one
 * knows. All else says its coverage, so that only one is left; what does not is the first one's.
 */
final class AskInTurn implements RegionAdapter {

    private static final Set<String> ASKED = Set.of("1101");

    private final List<HomeAdapter> systems;

    private AskInTurn(List<HomeAdapter> systems) {
        this.systems = systems;
    }

    static HomeAdapter of(List<HomeAdapter> systems) {
        HomeAdapter first = systems.get(0);
        return new HomeAdapter(first.name(), first.descriptor(), new AskInTurn(systems), first.refusal());
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return ASKED.contains(request.infno())
                ? ask(0, request, context)
                : systems.get(0).adapter().call(request, context);
    }

    /** Only a plain no goes on to the next. */
    private Future<Outcome<Body>> ask(int at, Request request, CallContext context) {
        return systems.get(at)
                .adapter()
                .call(request, context)
                .compose(outcome -> outcome instanceof Outcome.Rejected && at + 1 < systems.size()
                        ? ask(at + 1, request, context)
                        : Future.succeededFuture(outcome));
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        return systems.get(0).adapter().query(reference, context);
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        return systems.get(0).adapter().reverse(reference, context);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
