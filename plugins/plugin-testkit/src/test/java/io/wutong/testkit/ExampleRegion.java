package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.Body;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Secret;
import io.wutong.testkit.example.ExampleFactory;
import io.wutong.testkit.example.ExampleFactory.Sin;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a plugin says to the contract what it is: all that a plugin's own contract test needs. */
class ExampleRegion extends RegionAdapterContract {
    private final Sin sin;

    ExampleRegion(Sin sin) {
        this.sin = sin;
    }

    @Override
    protected RegionAdapterFactory factory() {
        return new ExampleFactory(sin);
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("example", "region-example", "430000")
                .withSettings(Body.builder()
                        .put("base", "http://127.0.0.1:" + port)
                        .put("user", "gateway")
                        .build())
                .withSecrets(Map.of("password", Secret.of("example-password")))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        return ExampleSystem.open(vertx);
    }

    @Override
    protected List<Request> visit() {
        return Stream.of("2401", "2304")
                .map(infno -> new Request(
                        infno,
                        "H32110200001202601010101010001",
                        "321102",
                        "430102",
                        "H32110200001",
                        "op",
                        Body.EMPTY,
                        null))
                .toList();
    }
}
