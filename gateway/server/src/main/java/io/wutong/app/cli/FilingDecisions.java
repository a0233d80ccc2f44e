package io.wutong.app.cli;

import io.wutong.cases.Case;
import io.wutong.coverage.DecideFiling;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wutong cases approve} and {@code refuse}: what the responsible level says to a filing. */
final class FilingDecisions {

    private FilingDecisions() {}

    /** {@code wutong cases approve}. */
    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "同意一项待审批的备案(FIL-APPR-001)，REF 为备案编号；同意后生效，转诊另发一条短信告知患者。",
                "Approves of a filing (FIL-APPR-001), REF is its number: it holds, and of a referral the patient is told."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    static final class Approve extends Decide {

        Approve() {
            super(true);
        }
    }

    /** {@code wutong cases refuse}. */
    @Command(
            name = "refuse",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "不同意一项待审批的备案(FIL-APPR-001)，REF 为备案编号；可另行备案。",
                "Refuses a filing (FIL-APPR-001), REF is its number; the same may be filed anew."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    static final class Refuse extends Decide {

        Refuse() {
            super(false);
        }
    }

    /** The word of the responsible level on a filing. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Decide extends CasesCommand.Word {

        private final boolean approve;

        @Parameters(index = "0", paramLabel = "NODE", description = "参保地节点 · the home")
        private String node;

        @Parameters(index = "1", paramLabel = "REF", description = "备案编号 · the filing's number")
        private String ref;

        Decide(boolean approve) {
            this.approve = approve;
        }

        @Override
        io.wutong.port.Command<?> command(Instant at) {
            return new DecideFiling(
                    Case.key(node, Case.APPROVAL, ref),
                    approve,
                    author.by,
                    author.why(approve ? "cases approve" : "cases refuse"),
                    at);
        }

        @Override
        String said() {
            return (approve ? "已同意 · approved  " : "已不同意 · refused  ") + ref;
        }
    }
}
