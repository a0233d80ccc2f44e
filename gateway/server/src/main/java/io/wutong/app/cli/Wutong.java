package io.wutong.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code wutong}. */
@Command(name = "wutong", mixinStandardHelpOptions = true, version = "wutong 0.1.0")
public final class Wutong {

    private Wutong() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Wutong()).execute(arguments));
    }
}
