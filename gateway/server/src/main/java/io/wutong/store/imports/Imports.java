package io.wutong.store.imports;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.CertHash;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.PersonVersion;
import io.wutong.envelope.MessageHash;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reference.CodeList;
import io.wutong.spi.Body;
import io.wutong.topology.Areas;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Loads files as immutable versions. A file is checked whole before anything is written; one that was loaded before
 * changes nothing; the version in force stays until the new one is written.
 */
public final class Imports {

    private static final String POLICY = "policy";
    private static final String CATALOGUE = "catalogue";
    private static final String LIST = "list";
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(Clock.ZONE);
    private static final int PERSONS_PER_COMMIT = 500;

    private final Pool pool;
    private final Store store;
    private final Areas areas;
    private final CertHash hash;

    public Imports(Pool pool, Store store, Areas areas, CertHash hash) {
        this.pool = pool;
        this.store = store;
        this.areas = areas;
        this.hash = hash;
    }

    /**
     * A policy file; the policy's own name is the document's. One whose validity overlaps another's in force is refused.
     *
     * @param file its name, for what is wrong in it
     * @throws PolicyFile.Problem when it cannot be used
     */
    public Future<String> policy(String file, String yaml, Instant at) {
        PolicyFile read = new PolicyFile(file, yaml);
        Policy policy = read.read(areas);
        return pool.withTransaction(connection -> lock(connection, POLICY, "")
                .compose(ok -> connection
                        .preparedQuery(
                                "select version, content from document where kind = $1 and current and name <> $2")
                        .execute(Tuple.of(POLICY, policy.id())))
                .map(others -> {
                    for (io.vertx.sqlclient.Row other : others) {
                        Policy standing = PolicyReader.read(Yaml.read(other.getString(1)), other.getString(0));
                        if (policy.overlaps(standing)) {
                            throw read.problem(
                                    "valid", "有效期与现行政策 " + standing.id() + " 重叠 · overlaps a policy in force");
                        }
                    }
                    return policy.id();
                })
                .compose(id -> document(connection, POLICY, id, yaml, at).map(id)));
    }

    /** The policy files in force; a file's name is the policy's. */
    public Future<List<PolicyFile>> policies() {
        return pool.preparedQuery("select name, content from document where kind = $1 and current order by name")
                .execute(Tuple.of(POLICY))
                .map(set -> {
                    List<PolicyFile> files = new ArrayList<>();
                    set.forEach(row -> files.add(new PolicyFile(row.getString(0), row.getString(1))));
                    return files;
                });
    }

    /** An institution file; {@code name} tells apart the files of several agencies. */
    public Future<Integer> institutions(String name, String csv, Instant at) {
        int count = InstitutionFile.read(csv, areas).size();
        return document("institutions", name, csv, at).map(count);
    }

    /** How regions want failures cured; {@code name} tells apart the files of several agencies. */
    public Future<Integer> regions(String name, String csv, Instant at) {
        int count = RegionFile.read(csv, areas).size();
        return document("regions", name, csv, at).map(count);
    }

    /**
     * A catalogue of an area.
     *
     * @throws IllegalArgumentException naming of each problem line, column, value and reason
     */
    public Future<Integer> catalogue(String area, String csv, Change change, Instant at) {
        if (!areas.has(area)) {
            return Future.failedFuture(new IllegalArgumentException("未知的医保区划 · unknown area: " + area));
        }
        int count = CatalogueFile.read(csv).size();
        String version = hashOf(csv);
        return pool.withTransaction(connection -> lock(connection, CATALOGUE, area)
                        .compose(ok -> current(connection, area))
                        .compose(previous -> {
                            if (!change.previous().isEmpty()
                                    && !change.previous().equals(previous)) {
                                throw new IllegalStateException("目录已被他人更新，请重新比较 · the catalogue has changed since");
                            }
                            return document(connection, CATALOGUE, area, csv, at)
                                    .compose(ok -> previous.equals(version)
                                            ? Future.succeededFuture()
                                            : changed(connection, area, version, previous, change, at));
                        }))
                .map(count);
    }

    /**
     * A code standard that hospitals of an area download; rows that have not changed keep their version.
     *
     * @param infno by which it is downloaded
     * @throws IllegalArgumentException naming of each problem line, column, value and reason
     */
    public Future<Integer> codes(String area, String infno, String text, Instant at) {
        if (!areas.has(area)) {
            return Future.failedFuture(new IllegalArgumentException("未知的医保区划 · unknown area: " + area));
        }
        CodeList read = CodeList.read(text);
        String name = area + "/" + infno;
        return pool.withTransaction(connection -> lock(connection, LIST, name)
                        .compose(ok -> connection
                                .preparedQuery("select content from document where kind = $1 and name = $2 and current")
                                .execute(Tuple.of(LIST, name)))
                        .compose(rows -> {
                            CodeList before = rows.size() == 0
                                    ? CodeList.none()
                                    : CodeList.read(rows.iterator().next().getString(0));
                            return document(
                                    connection,
                                    LIST,
                                    name,
                                    read.after(before, VERSION.format(at)).text(),
                                    at);
                        }))
                .map(read.size());
    }

    private static Future<String> current(SqlClient connection, String area) {
        return connection
                .preparedQuery("select version from document where kind = $1 and name = $2 and current")
                .execute(Tuple.of(CATALOGUE, area))
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
    }

    private static Future<Void> changed(
            SqlClient connection, String area, String version, String previous, Change change, Instant at) {
        return connection
                .preparedQuery("insert into document_change (kind, name, version, previous, made_by, why, summary, at)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8)")
                .execute(Tuple.of(
                        CATALOGUE,
                        area,
                        version,
                        previous,
                        change.by(),
                        change.why(),
                        change.summary(),
                        at.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }

    /** The text of the catalogue in force of an area; empty when there is none. */
    public Future<String> catalogueInForce(String area) {
        return pool.preparedQuery("select content from document where kind = $1 and name = $2 and current")
                .execute(Tuple.of(CATALOGUE, area))
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0));
    }

    /** Every version that a catalogue had, the newest first: when, who, why, what. */
    public Future<List<Body>> catalogueHistory(String area) {
        return pool.preparedQuery("select version, previous, made_by, why, summary, at from document_change"
                        + " where kind = $1 and name = $2 order by serial desc limit 1000")
                .execute(Tuple.of(CATALOGUE, area))
                .map(rows -> {
                    List<Body> history = new ArrayList<>();
                    rows.forEach(row -> history.add(Body.builder()
                            .put("area", area)
                            .put("version", row.getString(0))
                            .put("previous", row.getString(1))
                            .put("by", row.getString(2))
                            .put("why", row.getString(3))
                            .put("summary", row.getString(4))
                            .put("at", row.getOffsetDateTime(5).toInstant().toString())
                            .build()));
                    return history;
                });
    }

    /**
     * Persons of a home node, with their entries in the person index. Returns how many were new or changed.
     */
    public Future<Integer> persons(String node, List<String> lines, Instant at) {
        List<PersonFile.Read> read = PersonFile.read(lines, node, areas, hash);
        Future<Integer> done = Future.succeededFuture(0);
        for (int from = 0; from < read.size(); from += PERSONS_PER_COMMIT) {
            List<PersonFile.Read> page = read.subList(from, Math.min(read.size(), from + PERSONS_PER_COMMIT));
            done = done.compose(before -> store.commit(persons(page, at)).map(changed -> before + changed));
        }
        return done;
    }

    /**
     * What a home publishes to its province and to the nation about the same file: of each certificate the HMAC, and the
     * areas to ask. Returns how many entries there are.
     */
    public Future<Integer> personIndex(String node, List<String> lines, Instant at) {
        List<PersonIndex> entries = PersonFile.read(lines, node, areas, hash).stream()
                .flatMap(read -> read.areas().stream()
                        .map(area -> new PersonIndex(read.person().certHash(), area, "")))
                .distinct()
                .toList();
        Future<Integer> done = Future.succeededFuture(0);
        for (int from = 0; from < entries.size(); from += PERSONS_PER_COMMIT) {
            List<PersonIndex> page = entries.subList(from, Math.min(entries.size(), from + PERSONS_PER_COMMIT));
            done = done.compose(
                    before -> store.commit(published(node, page, at)).map(written -> before + written));
        }
        return done;
    }

    /**
     * Where the home itself is on the same store, its own entry stays. Whom another home has published too is told to
     * both.
     */
    private static Command<Integer> published(String node, List<PersonIndex> page, Instant at) {
        return new Command<>() {
            @Override
            public Needs needs() {
                List<Key<?>> keys = new ArrayList<>();
                Set<Key<?>> homes = new LinkedHashSet<>();
                page.forEach(entry -> {
                    keys.add(entry.key());
                    if (homes.add(PersonIndex.homes(entry.certHash()))) {
                        keys.add(Case.key(node, Case.KNOWN_TWICE, entry.certHash()));
                    }
                });
                return new Needs(keys, List.copyOf(homes));
            }

            @Override
            public Decision<Integer> decide(Rows rows) {
                List<Row> writes = new ArrayList<>();
                Set<String> twice = new LinkedHashSet<>();
                for (PersonIndex entry : page) {
                    if (rows.one(entry.key()).isEmpty()) {
                        writes.add(entry);
                        if (rows.all(PersonIndex.homes(entry.certHash())).stream()
                                .anyMatch(other -> !other.area().equals(entry.area()))) {
                            twice.add(entry.certHash());
                        }
                    }
                }
                twice.forEach(certHash -> writes.addAll(CaseNotes.found(
                                rows.one(Case.key(node, Case.KNOWN_TWICE, certHash))
                                        .orElse(null),
                                node,
                                Case.KNOWN_TWICE,
                                certHash,
                                CaseText.of("known.found"),
                                Body.EMPTY,
                                at)
                        .rows()));
                return Decision.of(page.size(), writes);
            }
        };
    }

    private static Command<Integer> persons(List<PersonFile.Read> page, Instant at) {
        return new Command<>() {
            @Override
            public Needs needs() {
                List<Key<?>> keys = new ArrayList<>();
                page.forEach(read -> {
                    keys.add(read.person().key());
                    read.areas().forEach(area -> keys.add(index(read, area).key()));
                });
                return new Needs(keys, List.of());
            }

            @Override
            public Decision<Integer> decide(Rows rows) {
                List<Row> writes = new ArrayList<>();
                int changed = 0;
                for (PersonFile.Read read : page) {
                    io.wutong.coverage.Person stated = read.person();
                    var before = rows.one(stated.key());
                    io.wutong.coverage.Person person = before.map(stated::after).orElse(stated);
                    if (before.isPresent() && before.get().content().equals(person.content())) {
                        continue;
                    }
                    int version = before.map(p -> p.version() + 1).orElse(1);
                    changed++;
                    writes.add(new io.wutong.coverage.Person(
                            person.node(), person.psnNo(), version, person.certHash(), person.content()));
                    writes.add(new PersonVersion(
                            person.node(),
                            person.psnNo(),
                            String.format(Locale.ROOT, "%06d", version),
                            person.content(),
                            at));
                    read.areas().forEach(area -> writes.add(index(read, area)));
                }
                return Decision.of(changed, writes);
            }
        };
    }

    private static PersonIndex index(PersonFile.Read read, String area) {
        return new PersonIndex(read.person().certHash(), area, read.person().psnNo());
    }

    private Future<Void> document(String kind, String name, String content, Instant at) {
        return pool.withTransaction(connection -> document(connection, kind, name, content, at));
    }

    private static Future<Void> document(SqlClient connection, String kind, String name, String content, Instant at) {
        String version = hashOf(content);
        return lock(connection, kind, name)
                .compose(ok -> connection
                        .preparedQuery("update document set current = false where kind = $1 and name = $2 and current"
                                + " and version <> $3")
                        .execute(Tuple.of(kind, name, version)))
                .compose(ok -> connection
                        .preparedQuery("insert into document (kind, name, version, current, content, at)"
                                + " values ($1, $2, $3, true, $4, $5)"
                                + " on conflict (kind, name, version) do update set current = true")
                        .execute(Tuple.of(kind, name, version, content, at.atOffset(ZoneOffset.UTC))))
                .mapEmpty();
    }

    private static Future<?> lock(SqlClient connection, String kind, String name) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock(hashtext($1))")
                .execute(Tuple.of("document:" + kind + ":" + name));
    }

    /** The version of a text. */
    public static String hashOf(String text) {
        return MessageHash.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
