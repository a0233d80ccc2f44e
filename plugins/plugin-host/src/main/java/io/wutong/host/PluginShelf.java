package io.wutong.host;

import io.wutong.host.PluginRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which jar of each plugin runs: verified copies, by the plugins folder and by what operators decided.
 *
 * <pre>
 * in the folder newer than all that ever served? ─ yes ─→ the folder's
 * chosen by replace or rollback? ───────────────── yes ─→ that one
 * in the folder as new as what served? ─────────── yes ─→ the folder's
 *                                                  no  ─→ DOWNGRADE
 * </pre>
 *
 * On the PF4J worker only.
 */
final class PluginShelf implements AutoCloseable {
    private final JarStage stage;
    private final JarTrust trust;
    private final PluginLedger ledger;
    private final List<JarFacts> fromFolder = new ArrayList<>();

    private PluginShelf(JarStage stage, JarTrust trust, PluginLedger ledger) {
        this.stage = stage;
        this.trust = trust;
        this.ledger = ledger;
    }

    static PluginShelf open(PluginHostConfig config) throws IOException {
        JarStage stage = new JarStage();
        Path decisions = config.decisions();
        return new PluginShelf(
                stage, config.trust(), PluginLedger.open(decisions == null ? stage.folder("ledger") : decisions));
    }

    /** What shall run of a folder. */
    List<JarFacts> pick(Path folder) {
        Map<String, JarFacts> found = new LinkedHashMap<>();
        for (Path jar : JarStage.jarsOf(folder)) {
            JarFacts facts = stage.take(jar, trust);
            JarFacts other = found.putIfAbsent(facts.id(), facts);
            if (other != null) {
                throw twice(other, facts);
            }
        }
        List<JarFacts> picked = new ArrayList<>();
        for (JarFacts facts : found.values()) {
            picked.add(pick(facts));
        }
        return picked;
    }

    /** What shall run of a folder for plugins that do not run yet; the jars of others are looked at and left alone. */
    List<JarFacts> pick(Path folder, Set<String> missing) {
        Map<String, JarFacts> found = new LinkedHashMap<>();
        for (Path jar : missing.isEmpty() ? List.<Path>of() : JarStage.jarsOf(folder)) {
            JarFacts facts = stage.take(jar, trust);
            JarFacts other = missing.contains(facts.id()) ? found.putIfAbsent(facts.id(), facts) : null;
            if (other != null) {
                throw twice(other, facts);
            }
        }
        List<JarFacts> picked = new ArrayList<>();
        found.values().forEach(facts -> picked.add(pick(facts)));
        return picked;
    }

    private JarFacts pick(JarFacts inFolder) {
        String id = inFolder.id();
        Optional<String> highest = ledger.highest(id);
        boolean newer = highest.isEmpty() || PluginLedger.compare(inFolder.version(), highest.get()) > 0;
        Optional<Path> chosen = ledger.chosen(id);
        if (!newer && chosen.isPresent()) {
            return stage.take(chosen.get(), trust);
        }
        refuseOlder(inFolder);
        fromFolder.add(inFolder);
        return inFolder;
    }

    /** What was picked has started and serves: only now is it what a later version is held against. */
    void served() throws IOException {
        for (JarFacts facts : fromFolder) {
            ledger.servesFromFolder(facts);
        }
        fromFolder.clear();
    }

    /** A verified copy of a jar that shall replace a running one. */
    JarFacts fresh(Path jar) {
        JarFacts facts = stage.take(jar, trust);
        refuseOlder(facts);
        return facts;
    }

    /** A verified copy of the jar before the running one, as old as it is. */
    JarFacts previous(String id) {
        Path jar = ledger.previous(id)
                .orElseThrow(() -> new PluginRefusedException(
                        Reason.UNKNOWN_PLUGIN, id, "没有可回退的上一版本", "there is no version before it to return to"));
        return stage.take(jar, trust);
    }

    /** A version that this process or one before it has left behind comes back by {@code rollback} alone. */
    private void refuseOlder(JarFacts facts) {
        String highest = ledger.highest(facts.id()).orElse(facts.version());
        if (PluginLedger.compare(facts.version(), highest) < 0) {
            throw new PluginRefusedException(
                    Reason.DOWNGRADE,
                    facts.jar().getFileName().toString(),
                    "版本 " + facts.version() + " 低于已运行过的 " + highest + "。如确要回退,请用 wutong plugin rollback",
                    "version " + facts.version() + " is lower than " + highest
                            + ", which has served; to go back use wutong plugin rollback");
        }
    }

    PluginLedger ledger() {
        return ledger;
    }

    private static PluginRefusedException twice(JarFacts first, JarFacts second) {
        String both = first.jar().getFileName() + " (" + first.version() + "), "
                + second.jar().getFileName() + " (" + second.version() + ")";
        return new PluginRefusedException(
                Reason.TWO_VERSIONS,
                second.jar().getFileName().toString(),
                "插件 " + second.id() + " 有两个包:" + both + "。请只保留一个",
                "plugin " + second.id() + " is there twice: " + both + "; keep one of them");
    }

    @Override
    public void close() throws IOException {
        stage.close();
    }
}
