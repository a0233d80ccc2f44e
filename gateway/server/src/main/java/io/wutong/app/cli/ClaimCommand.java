package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.cure.Claim;
import io.wutong.cure.EnterClaim;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong claim}: a manual claim that comes in by window, post or agent. */
@Command(
        name = "claim",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "登记一笔零星报销(窗口、邮寄或代办)；同一次就医只记一笔，已直接结算的拒绝。",
            "Enters a manual claim that came by window, post or agent: one for each stay, none for what was settled directly.",
            "The file is JSON: psn_no, fixmedins_code, ipt_otp_no, med_type, begntime, medfee_sumamt, feedetail.",
            "list、show、withdraw、pay 见各自的 --help · each has its own help."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {ClaimWords.List.class, ClaimWords.Show.class, ClaimWords.Withdraw.class, ClaimWords.Pay.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ClaimCommand implements Callable<Integer> {

    private static final int SECONDS_MAX = 30;
    private static final long SERIALS = 100_000_000_000_000L;

    @Spec
    private CommandSpec spec;

    /** Required to enter one: the subcommands have theirs. */
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "配置文件，见 conf/wutong.yaml · the configuration, see conf/wutong.yaml")
    private @Nullable Path config;

    @Mixin
    private CatalogueCommand.Author author;

    @Option(
            names = "--channel",
            paramLabel = "WAY",
            description = "WINDOW 窗口、POST 邮寄、AGENT 代办 · how it came: ${COMPLETION-CANDIDATES}")
    private EnterClaim.@Nullable Channel channel;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "参保地节点 · the home")
    private @Nullable String node;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "报销材料(JSON) · what is claimed, JSON")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        if (config == null || channel == null || node == null || file == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required: NODE, FILE, '--channel=WAY', '--config=FILE'");
        }
        AppConfig read = ConfigOption.read(config);
        String area = read.nodes().stream()
                .filter(known -> known.id().equals(node))
                .map(known -> known.area())
                .findFirst()
                .orElseThrow(() -> new BadFile("没有节点 · no such node: " + node));
        Body said = Json.read(Files.readAllBytes(file));
        String serial = String.format(Locale.ROOT, "%014d", new SecureRandom().nextLong(SERIALS));
        try (StoreSession session = StoreSession.open(read)) {
            Claim claim = Await.of(
                    session.store()
                            .commit(new EnterClaim(
                                    node, area, channel, said, serial, author.by, author.why("claim"), Instant.now())),
                    SECONDS_MAX);
            spec.commandLine().getOut().println("已登记 · entered  " + claim.claimNo());
        } catch (Refusal e) {
            throw new BadFile(Failures.text(e));
        }
        return Exit.OK;
    }
}
