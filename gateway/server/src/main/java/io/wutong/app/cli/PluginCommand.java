package io.wutong.app.cli;

import picocli.CommandLine.Command;

/** {@code wutong plugin …}: from a new project to a jar that serves. */
@Command(
        name = "plugin",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {"插件：新建、检查、签名、替换。", "Plugins: new projects, check, sign, replace."},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {
            PluginNewCommand.class,
            PluginDevCommand.class,
            PluginAdmin.List.class,
            PluginDoctorCommand.class,
            PluginSigning.Key.class,
            PluginSigning.Sign.class,
            PluginAdmin.Replace.class,
            AdapterReload.class,
            PluginAdmin.Rollback.class,
            PluginAdmin.Enable.class,
            PluginAdmin.Disable.class
        })
final class PluginCommand {
    private PluginCommand() {}
}
