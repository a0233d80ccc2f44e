package io.wutong.app.config;

import io.wutong.app.AppConfig;
import io.wutong.app.Gateway;
import io.wutong.host.sign.SigningKeys;
import io.wutong.http.auth.TestIdentity;
import io.wutong.topology.Areas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/** A small configuration with all that it names, in a folder; tests write variants of it. */
public final class ConfigFixture {

    static final Areas AREAS = Gateway.areas();

    static final String PLUGIN_KEY =
            SigningKeys.publicText(SigningKeys.privateKey(SigningKeys.generate(new SecureRandom())));

    /** Two processes' worth: hosts Jiangsu, hears the nation. */
    static final String TEXT = """
            process: jiangsu-1
            plugins: plugins
            index_key: 0123456789abcdef
            database:
              password: correct-horse
            listeners:
              hospital:
                host: 0.0.0.0
                tls:
                  certificate: own.crt
                  key: own.key
              peer:
                tls: {certificate: own.crt, key: own.key, ca: own.crt}
              callbacks:
                host: 127.0.0.1
                port: 9445
              admin:
                port: 9446
            callback_base: https://pay.example.invalid/callbacks
            nodes:
              - area: "100000"
                peer: nation
              - area: "320000"
              - area: 321102
            peers:
              - {name: nation, host: nation.example.invalid, port: 8444}
            accounts:
              - paasid: his-1
                token_file: token
                institutions: [H32110200001]
            terminals:
              - id: T0001
                key: sixteen-bytes-ok
                institution: H32110200001
            adapters:
              - name: hunan
                plugin: region-hunan-xml
                area: 321102
                settings: {url: "http://10.0.0.8/x", rows: 100, strict: true, ratio: 1.50}
                secrets:
                  password: {env: HUNAN_PASSWORD}
                  pin: {file: token}
                allowed_hosts: ["10.0.0.8:80"]
                required: [SETTLE]
                limits: {worker_threads: 4}
                serves: [{insutypes: ["390"], until: 2026-07-01}]
                databases:
                  front: {host: 10.0.0.9, database: xnh, user: his, password_file: token, rows_max: 500}
            """;

    private final Path folder;

    /** @param folder empty; filled with the files that {@link #TEXT} names */
    public ConfigFixture(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(folder.resolve("token"), "token-from-a-file\n");
        write(TestIdentity.withNames(folder, "own", "dns:localhost"), "own");
        write(TestIdentity.withNames(folder, "Wutong Sandbox CA"), "sandbox");
    }

    private void write(TestIdentity identity, String name) throws IOException {
        Files.write(folder.resolve(name + ".crt"), identity.certificatePem().getBytes());
        Files.write(folder.resolve(name + ".key"), identity.keyPem().getBytes());
    }

    Path folder() {
        return folder;
    }

    AppConfig read(String text, Map<String, String> environment) throws ConfigException {
        return ConfigFile.read(write(text), AREAS, environment::get);
    }

    /** All that is wrong with a text. */
    List<Problem> problems(String text, Map<String, String> environment) {
        try {
            read(text, environment);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    Path write(String text) {
        try {
            return Files.writeString(folder.resolve("wutong.yaml"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of the first line that contains this. */
    static int line(String text, String part) {
        int at = text.indexOf(part);
        if (at < 0) {
            throw new IllegalArgumentException("not in the text: " + part);
        }
        return (int) text.substring(0, at).lines().count() + (at == 0 || text.charAt(at - 1) == '\n' ? 1 : 0);
    }
}
