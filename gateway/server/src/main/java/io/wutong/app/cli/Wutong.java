package io.wutong.app.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code wutong}: one class for each command, in this package. */
@Command(
        name = "wutong",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        synopsisSubcommandLabel = "COMMAND",
        description = {"梧桐：跨区域医保结算网关。", "Gateway for cross-region medical-insurance settlement."},
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        footer = {"", "每个命令都有 --help · every command has --help"},
        subcommands = {
            SandboxCommand.class,
            RunCommand.class,
            ConfigCommand.class,
            SendCommand.class,
            ScanCommand.class,
            CasesCommand.class,
            ClaimCommand.class,
            TransferCommand.class,
            TerminalsCommand.class,
            ReconcileCommand.class,
            RefundCommand.class,
            PolicyCommand.class,
            CalculateCommand.class,
            ExplainCommand.class,
            ImportCommands.Persons.class,
            ImportCommands.Institutions.class,
            ImportCommands.Regions.class,
            ImportCommands.Codes.class,
            CatalogueCommand.class,
            PluginCommand.class
        })
public final class Wutong {

    private Wutong() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(writer(FileDescriptor.out), writer(FileDescriptor.err))
                .execute(arguments));
    }

    /** The whole command line, printing to these. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Wutong())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(Failures::report);
    }

    /** Always UTF-8, whatever the terminal's locale says: what is printed is Chinese first. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
