package io.wutong.app.config;

import io.wutong.http.Account;
import io.wutong.http.Terminal;
import io.wutong.http.auth.Sm2Keys;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.topology.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code accounts} and {@code terminals}: who may call, and for whom. */
final class CallersPart {

    private static final int TOKEN_BYTES_MIN = 8;
    private static final int SECRET_BYTES_MAX = 1_000;

    private final Source source;

    CallersPart(Source source) {
        this.source = source;
    }

    /** @param nodes for a platform's account: the node that stands for it must be the top of those hosted here */
    List<Account> accounts(Section root, List<Node> nodes) {
        List<Account> accounts = new ArrayList<>();
        Rules.Unique once = new Rules.Unique();
        for (Section section : root.sections("accounts")) {
            Scalar paasid = section.scalar("paasid");
            once.add(paasid);
            byte[] token = Rules.secret(source, section, "token", TOKEN_BYTES_MIN, SECRET_BYTES_MAX);
            String platform = platform(section, nodes);
            accounts.add(new Account(
                    Rules.text(paasid, Rules.CALLER),
                    new String(token, StandardCharsets.UTF_8),
                    institutions(section, platform != null),
                    signingKey(section.scalar("signing_key")),
                    platform,
                    answerKey(section, platform != null)));
        }
        return accounts;
    }

    private static @Nullable String platform(Section section, List<Node> nodes) {
        Scalar platform = section.scalar("platform");
        String area = platform.text();
        if (area == null) {
            return null;
        }
        boolean stands =
                nodes.stream().anyMatch(node -> node.id().equals(area) && node.hostedHere() && node.parent() == null);
        if (!stands) {
            platform.wrong(
                    "本进程承载的最上级节点的区划(它代表上级平台，下级节点列在 nodes 中)",
                    "the area of the top node, hosted here, which stands for the platform above");
        }
        return area;
    }

    private @Nullable String answerKey(Section section, boolean platform) {
        Scalar inline = section.secret("answer_key");
        Scalar file = section.scalar("answer_key_file");
        if (!inline.given() && !file.given()) {
            return null;
        }
        if (!platform) {
            (inline.given() ? inline : file).wrong("只用于 platform 账号", "only for the account of a platform");
        }
        String key = new String(
                        Rules.secret(source, section, "answer_key", TOKEN_BYTES_MIN, SECRET_BYTES_MAX),
                        StandardCharsets.UTF_8)
                .strip();
        try {
            Sm2Keys.privateKey(key);
        } catch (IllegalArgumentException e) {
            (inline.given() ? inline : file).wrong("SM2 私钥(32 字节的 Base64)", "an SM2 private key, Base64 of 32 bytes");
        }
        return key;
    }

    private static Set<String> institutions(Section section, boolean platform) {
        Set<String> institutions = new LinkedHashSet<>();
        for (Scalar institution : section.scalars("institutions")) {
            institutions.add(Rules.text(institution, Rules.INSTITUTION));
        }
        if (institutions.isEmpty() != platform) {
            section.wrong(
                    "institutions",
                    "至少一家定点医药机构编号；platform 账号不列机构",
                    "the code of at least one institution; none for the account of a platform");
        }
        return institutions;
    }

    private static @Nullable String signingKey(Scalar scalar) {
        String text = scalar.text();
        if (text == null) {
            return null;
        }
        try {
            Sm2Keys.publicKey(text);
        } catch (IllegalArgumentException e) {
            scalar.wrong("SM2 公钥(64 或 65 字节的 Base64)", "an SM2 public key, Base64 of 64 or 65 bytes");
        }
        return text;
    }

    List<Terminal> terminals(Section root) {
        List<Terminal> terminals = new ArrayList<>();
        Rules.Unique once = new Rules.Unique();
        for (Section section : root.sections("terminals")) {
            Scalar id = section.scalar("id");
            once.add(id);
            terminals.add(new Terminal(
                    Rules.text(id, Rules.CALLER),
                    Rules.secret(source, section, "key", TerminalSignature.KEY_BYTES_MIN, SECRET_BYTES_MAX),
                    Rules.text(section.scalar("institution"), Rules.INSTITUTION)));
        }
        return terminals;
    }
}
