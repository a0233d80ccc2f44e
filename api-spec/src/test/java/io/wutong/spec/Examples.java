package io.wutong.spec;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The examples by transaction. */
final class Examples {

    private Examples() {}

    static List<String> infnos() {
        return SpecFiles.names("examples", ".request.json").stream()
                .map(name -> name.substring(0, name.indexOf('.')))
                .toList();
    }

    static JsonObject request(String infno) {
        return SpecFiles.json("examples/" + infno + ".request.json");
    }

    static JsonObject response(String infno) {
        return SpecFiles.json("examples/" + infno + ".response.json");
    }

    static JsonObject input(String infno) {
        return request(infno).getJsonObject("input");
    }

    static JsonObject output(String infno) {
        return response(infno).getJsonObject("output");
    }
}
