package io.wutong.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Entry point of {@code wutong sandbox}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        boolean exit = Boolean.getBoolean("sandbox.exit");
        long parent = Long.getLong("sandbox.parent", 0L);
        Path plugins = Path.of(System.getProperty("wutong.plugins", "plugins"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(Sandbox.run(plugins, exit, parent, out));
    }
}
