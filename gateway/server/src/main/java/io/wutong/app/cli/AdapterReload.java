package io.wutong.app.cli;

import io.vertx.core.http.HttpMethod;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code wutong plugin reload}: the adapters of the configuration as they are now, without a stop. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "让运行中的网关重新读取其配置文件的 adapters：新增、修改、去掉的适配器不停机生效，有一项不成立则全部照旧。",
            "Has a running gateway read the adapters of its configuration again: new, changed and removed ones without a"
                    + " stop; if one of them cannot serve, all stays as it was."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            Exit.OK_TEXT,
            "1:被拒绝，全部照旧 · refused, all is as it was",
            Exit.BAD_INPUT_TEXT,
            Exit.NOT_SENT_TEXT,
            Exit.UNKNOWN_TEXT
        })
final class AdapterReload extends PluginAdmin.Changing {

    private static final Map<String, String> TITLES =
            Map.of("added", "新增 added", "changed", "已改 changed", "removed", "去掉 removed", "started", "装载插件 started");

    @Override
    HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    String path() {
        return "/admin/v1/adapters/reload";
    }

    @Override
    void print(PrintWriter out, Value answer) {
        Body changes = answer instanceof Body body ? body : Body.EMPTY;
        boolean same = true;
        for (String what : new String[] {"added", "changed", "removed", "started"}) {
            String names = PluginAdmin.texts(changes, what);
            if (!names.isEmpty()) {
                same = false;
                out.println("✔ " + TITLES.get(what) + ": " + names);
            }
        }
        if (same) {
            out.println("没有变化 · nothing has changed");
        }
    }
}
