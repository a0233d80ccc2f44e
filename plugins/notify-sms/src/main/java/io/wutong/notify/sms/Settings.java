package io.wutong.notify.sms;

import io.wutong.spi.Body;
import io.wutong.spi.PluginServices;
import io.wutong.support.Endpoints;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An account of messages, as the configuration says.
 *
 * @param endpoint scheme, host and port
 * @param signName what stands in 【】 before each text, approved by the provider
 * @param lookBackDays days before today on which an earlier attempt may have been made
 * @param absentAfterMillis how long a message that was taken may be missing from the provider's records
 */
record Settings(
        String endpoint,
        Acs3 acs3,
        String signName,
        List<Template> templates,
        ProviderCodes codes,
        int lookBackDays,
        long absentAfterMillis,
        long timeoutMillis) {

    private static final String CHINA = "https://dysmsapi.aliyuncs.com";

    /**
     * Reads configuration, secret and the table of codes; not for the event loop.
     *
     * @throws IllegalArgumentException says which setting, and what was expected
     */
    static Settings read(Body settings, PluginServices services) {
        String endpoint = Endpoints.base("endpoint", settings.textOr("endpoint", CHINA));
        return new Settings(
                endpoint,
                new Acs3(
                        required(settings, "accessKeyId"),
                        services.secret(required(settings, "accessKeySecret")),
                        hostOf(endpoint)),
                required(settings, "signName"),
                templates(settings),
                ProviderCodes.read(),
                Math.toIntExact(number(settings, "lookBackDays", 1)),
                1_000 * number(settings, "absentAfterSeconds", 600),
                number(settings, "timeoutMillis", 5_000));
    }

    /** As the header {@code Host} has it: without the scheme's own port. */
    private static String hostOf(String endpoint) {
        URI uri = URI.create(endpoint);
        boolean usual = uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        return usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static List<Template> templates(Body settings) {
        List<Template> templates = settings.bodies("templates").stream()
                .map(one -> Template.of(required(one, "kind"), required(one, "code"), required(one, "text")))
                .toList();
        Set<String> kinds = new HashSet<>();
        templates.forEach(template -> {
            if (!kinds.add(template.kind())) {
                throw new IllegalArgumentException("templates: " + template.kind() + " stands twice");
            }
        });
        return templates;
    }

    private static long number(Body settings, String name, long otherwise) {
        return settings.text(name).map(Long::parseLong).orElse(otherwise);
    }

    private static String required(Body settings, String name) {
        return settings.text(name).orElseThrow(() -> new IllegalArgumentException(name + ": missing"));
    }

    @Override
    public String toString() {
        return "Settings[" + signName + " at " + endpoint + "]";
    }
}
