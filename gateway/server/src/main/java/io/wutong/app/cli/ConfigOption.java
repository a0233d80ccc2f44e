package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.Gateway;
import io.wutong.app.config.ConfigException;
import io.wutong.app.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config FILE}, for commands that need one. */
@SuppressWarnings("NullAway.Init") // picocli fills the field
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "配置文件，见 conf/wutong.yaml · the configuration, see conf/wutong.yaml")
    private Path file;

    AppConfig read() throws ConfigException {
        return read(file);
    }

    static AppConfig read(Path file) throws ConfigException {
        return ConfigFile.read(file, Gateway.areas(), System::getenv);
    }
}
