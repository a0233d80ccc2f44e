package io.wutong.host;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/**
 * What operators have decided about plugins, so that a restart keeps it: {@code ledger.json} in a folder, with the jars
 * that were chosen and those before them under {@code jars}. Written whole, in one step.
 *
 * <p>Of each plugin: the highest version that ever served ({@code highest}), the jar that was put in the place of the
 * plugins folder's ({@code chosen}), the one before it ({@code previous}), and whether it is switched off.
 */
final class PluginLedger {
    private static final VersionManager VERSIONS = new DefaultVersionManager();

    private final Path file;
    private final Path jars;
    private final JsonObject entries;

    private PluginLedger(Path folder, JsonObject entries) {
        this.file = folder.resolve("ledger.json");
        this.jars = folder.resolve("jars");
        this.entries = entries;
    }

    /** @throws IOException also when what stands there is no ledger: guessing would forget a decision */
    static PluginLedger open(Path folder) throws IOException {
        Path file = folder.resolve("ledger.json");
        Files.createDirectories(folder.resolve("jars"));
        if (!Files.exists(file)) {
            return new PluginLedger(folder, new JsonObject());
        }
        try {
            return new PluginLedger(folder, new JsonObject(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (DecodeException e) {
            throw new IOException(file + " is no ledger");
        }
    }

    static int compare(String version, String other) {
        return VERSIONS.compareVersions(version, other);
    }

    /** The highest version that ever served; empty when none did. */
    Optional<String> highest(String id) {
        return Optional.ofNullable(entry(id).getString("highest"));
    }

    Optional<Path> chosen(String id) {
        return jar(id, "chosen");
    }

    Optional<Path> previous(String id) {
        return jar(id, "previous");
    }

    /** Empty when there is nothing to return to. */
    String previousVersion(String id) {
        return previous(id).isEmpty() ? "" : entry(id).getString("previous_version", "");
    }

    boolean disabled(String id) {
        return entry(id).getBoolean("disabled", false);
    }

    /** It serves from now on, from the plugins folder: what was chosen before is of no account. */
    void servesFromFolder(JarFacts facts) throws IOException {
        JsonObject entry = entry(facts.id());
        entry.remove("chosen");
        save(facts.id(), raised(entry, facts.version()));
    }

    /** It serves from now on in the place of another, to which one can return. */
    void serves(JarFacts fresh, JarFacts before) throws IOException {
        JsonObject entry = entry(fresh.id());
        entry.put("chosen", keep(fresh)).put("previous", keep(before)).put("previous_version", before.version());
        save(fresh.id(), raised(entry, fresh.version()));
    }

    void disable(String id, boolean disabled) throws IOException {
        save(id, entry(id).put("disabled", disabled));
    }

    private static JsonObject raised(JsonObject entry, String version) {
        String highest = entry.getString("highest");
        return highest == null || compare(version, highest) > 0 ? entry.put("highest", version) : entry;
    }

    private JsonObject entry(String id) {
        return entries.getJsonObject(id, new JsonObject()).copy();
    }

    private Optional<Path> jar(String id, String which) {
        @Nullable String name = entry(id).getString(which);
        return Optional.ofNullable(name).map(jars::resolve);
    }

    private String keep(JarFacts facts) throws IOException {
        String digest = JarTrust.sha256(facts.jar()).substring(0, 16);
        String name = facts.id() + "-" + facts.version() + "-" + digest + ".jar";
        Path kept = jars.resolve(name);
        if (!Files.exists(kept)) {
            Path fresh = Files.createTempFile(jars, "copying-", ".tmp");
            Files.copy(facts.jar(), fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        return name;
    }

    private void save(String id, JsonObject entry) throws IOException {
        JsonObject next = entries.copy().put(id, entry);
        Path fresh = file.resolveSibling("ledger.json.new");
        Files.writeString(
                fresh,
                next.encodePrettily(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        entries.put(id, entry);
        forgetOthers();
    }

    /** Jars that no entry names any more. */
    private void forgetOthers() throws IOException {
        Set<String> named = new HashSet<>();
        for (String id : entries.fieldNames()) {
            for (String which : List.of("chosen", "previous")) {
                jar(id, which).ifPresent(jar -> named.add(jar.getFileName().toString()));
            }
        }
        try (Stream<Path> kept = Files.list(jars)) {
            for (Path jar : kept.toList()) {
                if (!named.contains(jar.getFileName().toString())) {
                    Files.deleteIfExists(jar);
                }
            }
        }
    }
}
