package io.wutong.sandbox;

import io.wutong.app.Gateway;
import java.io.PrintStream;

/** Says where everything is. */
final class Places {

    private Places() {}

    static void print(World world, PrintStream out) {
        out.println();
        out.println("── 在哪里 · where everything is ─────────────────────────────────");
        world.gateways().forEach((name, gateway) -> print(name, gateway, out));
        out.println("  沙箱 CA 证书 sandbox CA      " + world.certificates().authorityFile());
        out.println();
    }

    private static void print(String name, Gateway gateway, PrintStream out) {
        out.println("  进程 process " + name);
        out.println("    医院与终端 hospital, terminal  https://localhost:" + gateway.hospitalPort());
        out.println("    支付回调 callbacks             https://localhost:" + gateway.callbackPort()
                + "/callbacks/{wechatpay|alipay|unionpay}");
        out.println("    节点间 peers (mTLS)            https://localhost:" + gateway.peerPort());
        out.println("    运维 admin                     http://127.0.0.1:" + gateway.adminPort() + "/admin/v1/exchanges");
        out.println("    接口文档 docs                  http://127.0.0.1:" + gateway.adminPort() + "/docs/");
        out.println("    指标 metrics                   http://127.0.0.1:" + gateway.adminPort() + "/metrics");
        out.println("    令牌 bearer token              " + gateway.adminToken());
    }
}
