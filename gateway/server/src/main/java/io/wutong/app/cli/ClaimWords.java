package io.wutong.app.cli;

import io.vertx.core.Future;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.cure.ClaimState;
import io.wutong.envelope.Refusal;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.claims.ClaimBook;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong claim list}, {@code show}, {@code withdraw} and {@code pay}: what becomes of manual claims. */
final class ClaimWords {

    private static final int SECONDS_MAX = 30;

    private ClaimWords() {}

    /** A look at the claims, or a word about one. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Ask<T extends Value> implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--json", description = "以 JSON 输出 · print JSON")
        private boolean json;

        @Override
        public final Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            try (StoreSession session = StoreSession.open(config.read())) {
                T found = Await.of(ask(session.claims()), SECONDS_MAX);
                if (json) {
                    out.println(Json.writeText(found));
                } else {
                    print(found, out);
                }
            } catch (Refusal e) {
                throw new BadFile(Failures.text(e));
            }
            return Exit.OK;
        }

        abstract Future<T> ask(ClaimBook claims);

        abstract void print(T found, PrintWriter out);
    }

    private static String line(Body claim) {
        return String.join(
                "  ",
                claim.textOr("at", ""),
                claim.textOr("claim_no", ""),
                claim.textOr("state_zh", ""),
                claim.textOr("node", ""),
                claim.textOr("psn_no", ""),
                claim.textOr("fixmedins_code", ""),
                claim.textOr("ipt_otp_no", ""),
                claim.textOr("medfee_sumamt", ""));
    }

    /** {@code wutong claim list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"列出零星报销，最新的在前，至多200笔。", "Lists manual claims, the newest first, 200 at most."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    static final class List extends Ask<Value> {

        @Option(names = "--node", paramLabel = "NODE", defaultValue = "", description = "参保地节点 · the home")
        private String node = "";

        @Option(names = "--person", paramLabel = "PSN_NO", defaultValue = "", description = "人员编号 · the person")
        private String person = "";

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "受理中、已支付、已撤回 · in which state: ${COMPLETION-CANDIDATES}")
        private @Nullable ClaimState state;

        @Override
        Future<Value> ask(ClaimBook claims) {
            return claims.list(node, state == null ? "" : state.name(), person);
        }

        @Override
        void print(Value found, PrintWriter out) {
            if (found instanceof Value.Items items && !items.bodies().isEmpty()) {
                items.bodies().forEach(claim -> out.println(line(claim)));
            } else {
                out.println("没有零星报销 · none");
            }
        }
    }

    /** {@code wutong claim show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"一笔零星报销的全部材料和经过。", "All that a manual claim claims, and what happened to it."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Show extends Ask<Body> {

        @Parameters(paramLabel = "CLAIM", description = "申请编号 · its number")
        private String claimNo;

        @Override
        Future<Body> ask(ClaimBook claims) {
            return claims.show(claimNo);
        }

        @Override
        void print(Body found, PrintWriter out) {
            out.println(line(found));
            out.println(Json.writeText(found.body("content")));
            found.bodies("history")
                    .forEach(step -> out.println(
                            step.textOr("at", "") + "  " + step.textOr("event", "") + "  " + step.textOr("cause", "")));
        }
    }

    /** {@code wutong claim withdraw}. */
    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "登记撤回一笔零星报销，须写明原因；之后可另行申请，就诊登记未撤销的也可直接结算。已支付的不能撤回。",
                "Records that a manual claim is given up, and why: its stay may be claimed anew, or settled directly when its",
                "admission was not taken back. What was paid cannot be withdrawn."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Withdraw extends Ask<Body> {

        @Parameters(paramLabel = "CLAIM", description = "申请编号 · its number")
        private String claimNo;

        @Option(
                names = "--by",
                paramLabel = "WHO",
                defaultValue = "${sys:user.name}",
                description = "谁，记入历史；缺省 ${DEFAULT-VALUE} · who, for the history")
        private String by = "";

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "原因，记入历史 · why, for the history")
        private String why;

        @Override
        Future<Body> ask(ClaimBook claims) {
            return claims.withdraw(claimNo, by, why, Instant.now());
        }

        @Override
        void print(Body found, PrintWriter out) {
            out.println("已撤回 · withdrawn  " + found.textOr("claim_no", ""));
        }
    }

    /** {@code wutong claim pay}. */
    @Command(
            name = "pay",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "登记一笔零星报销已支付；支付本身由经办机构的财务办理。",
                "Records that a manual claim was paid; the agency's finance pays it."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Pay extends Ask<Body> {

        @Parameters(paramLabel = "CLAIM", description = "申请编号 · its number")
        private String claimNo;

        @Option(names = "--amount", required = true, paramLabel = "YUAN", description = "支付金额(元) · yuan")
        private String amount;

        @Mixin
        private CatalogueCommand.Author author;

        @Override
        Future<Body> ask(ClaimBook claims) {
            long fen;
            try {
                fen = Fen.parse("--amount", amount);
            } catch (AmountException e) {
                return Future.failedFuture(
                        new BadFile("--amount: 应为元，至多两位小数 · yuan with two decimals at most, not " + amount));
            }
            return claims.pay(claimNo, fen, author.by, author.why("claim pay"), Instant.now());
        }

        @Override
        void print(Body found, PrintWriter out) {
            out.println("已登记支付 · paid  " + found.textOr("claim_no", "") + "  " + found.textOr("paid_amount", ""));
        }
    }
}
