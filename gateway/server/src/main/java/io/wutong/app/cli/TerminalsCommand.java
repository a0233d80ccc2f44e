package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.http.Terminal;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.terminal.LockTerminal;
import io.wutong.terminal.TerminalState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong terminals}: which there are, when each was last seen; locks a stolen one out and lets a found one in. */
@Command(
        name = "terminals",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "终端：登记的机构、最近一次联系；停用被盗的终端。",
            "Terminals: where each stands, when it was last seen; locks stolen ones out."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {TerminalsCommand.Listed.class, TerminalsCommand.Lock.class, TerminalsCommand.Unlock.class})
final class TerminalsCommand {

    private static final int SECONDS_MAX = 60;

    private TerminalsCommand() {}

    /** {@code wutong terminals list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"列出配置的终端及其状态。", "Lists the configured terminals and how they are."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Listed implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--json", description = "每台终端输出一行 JSON · one line of JSON for each terminal")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            AppConfig read = config.read();
            List<Key<?>> keys = read.terminals().stream()
                    .<Key<?>>map(terminal -> TerminalState.key(terminal.id()))
                    .toList();
            Map<String, TerminalState> states = new TreeMap<>();
            try (StoreSession session = StoreSession.open(read)) {
                Await.of(
                        session.store().read(new Needs(keys, List.of()), rows -> {
                            read.terminals()
                                    .forEach(terminal -> rows.one(TerminalState.key(terminal.id()))
                                            .ifPresent(state -> states.put(terminal.id(), state)));
                            return true;
                        }),
                        SECONDS_MAX);
            }
            PrintWriter out = spec.commandLine().getOut();
            for (Terminal terminal : read.terminals()) {
                print(out, terminal, states.getOrDefault(terminal.id(), never(terminal)));
            }
            return Exit.OK;
        }

        private static TerminalState never(Terminal terminal) {
            return new TerminalState(terminal.id(), Instant.EPOCH, false, "", "");
        }

        private void print(PrintWriter out, Terminal terminal, TerminalState state) {
            String seen =
                    state.seenAt().equals(Instant.EPOCH) ? "" : state.seenAt().toString();
            if (json) {
                out.println(Json.writeText(Body.builder()
                        .put("id", terminal.id())
                        .put("fixmedins_code", terminal.fixmedinsCode())
                        .put("seen_at", seen)
                        .put("locked", state.locked() ? "1" : "0")
                        .put("by", state.by())
                        .put("why", state.why())
                        .build()));
            } else {
                out.println(terminal.id() + "  " + terminal.fixmedinsCode() + "  "
                        + (seen.isEmpty() ? "从未联系 · never seen" : seen) + "  "
                        + (state.locked() ? "已停用 · locked  " + state.by() + ": " + state.why() : "正常 · open"));
            }
        }
    }

    /** What lock and unlock have. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Change implements Callable<Integer> {

        private final boolean lock;

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Mixin
        private CatalogueCommand.Author author;

        @Parameters(paramLabel = "ID", description = "终端编号 · the terminal's id")
        private String id;

        Change(boolean lock) {
            this.lock = lock;
        }

        @Override
        public Integer call() throws Exception {
            AppConfig read = config.read();
            if (read.terminals().stream().noneMatch(terminal -> terminal.id().equals(id))) {
                throw new BadFile("ID " + id + ": 配置中没有这台终端 · no such terminal in the configuration");
            }
            String why = author.why(lock ? "terminals lock" : "terminals unlock");
            try (StoreSession session = StoreSession.open(read)) {
                Await.of(
                        session.store().commit(new LockTerminal(id, lock, author.by, why, Instant.now())), SECONDS_MAX);
            }
            spec.commandLine().getOut().println((lock ? "已停用 · locked  " : "已启用 · unlocked  ") + id);
            return Exit.OK;
        }
    }

    /** {@code wutong terminals lock}. */
    @Command(
            name = "lock",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "停用一台终端：各进程立即不再受理其请求，已有连接15秒内断开。",
                "Locks a terminal out, at every process; open connections end within 15 seconds."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    static final class Lock extends Change {

        Lock() {
            super(true);
        }
    }

    /** {@code wutong terminals unlock}. */
    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"重新启用一台终端。", "Lets a terminal in again."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    static final class Unlock extends Change {

        Unlock() {
            super(false);
        }
    }
}
