package io.wutong.app.config;

import io.wutong.http.Account;
import io.wutong.http.Terminal;
import io.wutong.http.auth.Sm2Keys;
import io.wutong.http.auth.TerminalSignature;
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

    List<Account> accounts(Section root) {
        List<Account> accounts = new ArrayList<>();
        Rules.Unique once = new Rules.Unique();
        for (Section section : root.sections("accounts")) {
            Scalar paasid = section.scalar("paasid");
            once.add(paasid);
            byte[] token = Rules.secret(source, section, "token", TOKEN_BYTES_MIN, SECRET_BYTES_MAX);
            accounts.add(new Account(
                    Rules.text(paasid, Rules.CALLER),
                    new String(token, StandardCharsets.UTF_8),
                    institutions(section),
                    signingKey(section.scalar("signing_key"))));
        }
        return accounts;
    }

    private static Set<String> institutions(Section section) {
        Set<String> institutions = new LinkedHashSet<>();
        for (Scalar institution : section.scalars("institutions")) {
            institutions.add(Rules.text(institution, Rules.INSTITUTION));
        }
        if (institutions.isEmpty()) {
            section.wrong("institutions", "至少一家定点医药机构编号", "the code of at least one institution");
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
