package io.wutong.app.cli;

import io.wutong.cases.Case;
import io.wutong.cure.BeginTransfer;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wutong transfer}: brings the coverage of a person who has moved over from his former home. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "办理医保关系转移接续(COV-MOVE-001)：向转出地取参保凭证、发联系函、收信息表，两地参保无中断、无重叠。",
            "已在转入地参保的人员才能办理；经过见 cases history NODE transfer_in PSN_NO/FROM。",
            "Brings a coverage over from the former home: proof, contact letter, record; no day is covered by neither or both.",
            "The person must be insured at NODE already."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TransferCommand extends CasesCommand.Word {

    @Parameters(index = "0", paramLabel = "NODE", description = "转入地节点 · the home that the person has moved to")
    private String node;

    @Parameters(index = "1", paramLabel = "PSN_NO", description = "在转入地的人员编号 · the person's number there")
    private String psnNo;

    @Parameters(index = "2", paramLabel = "FROM", description = "转出地医保区划 · the area that has insured him before")
    private String from;

    @Option(
            names = "--insutype",
            paramLabel = "KIND",
            defaultValue = "390",
            description = "险种类型；缺省 ${DEFAULT-VALUE} · which coverage; ${DEFAULT-VALUE} when absent")
    private String insutype = "";

    @Override
    io.wutong.port.Command<Case> command(Instant at) {
        return new BeginTransfer(node, psnNo, insutype, from, author.by, author.why("transfer"), at);
    }

    @Override
    String said() {
        return "已发起 · begun  " + node + "  " + Case.TRANSFER_IN + "  " + psnNo + "/" + from;
    }
}
