package io.wutong.store.imports;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.Mappings;
import io.wutong.coverage.Institution;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.Directory;
import io.wutong.port.Clock;
import io.wutong.reference.CodeList;
import io.wutong.reference.Published;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Builds the directory from the documents in force; institutions become nodes below the node that serves their area.
 * Catalogues and policies, by the hash of their content, are fetched and parsed once.
 */
public final class DirectoryLoader {

    private final Pool pool;
    private final Topology base;
    private final Map<String, Catalogue> catalogues = new ConcurrentHashMap<>();
    private final Map<String, CodeList> lists = new ConcurrentHashMap<>();
    private final Map<String, Policy> policies = new ConcurrentHashMap<>();

    /** @param base the configured nodes, without institutions */
    public DirectoryLoader(Pool pool, Topology base) {
        this.pool = pool;
        this.base = base;
    }

    /** A stamp that changes when any document does, or any mapping is decided. */
    public Future<String> stamp() {
        return pool.query("select coalesce(md5(string_agg(kind || name || version, ',' order by kind, name)), '')"
                        + " || (select coalesce(max(at)::text, '') || count(*) from catalogue_mapping where state <> 'PROPOSED')"
                        + " from document where current")
                .execute()
                .map(set -> set.iterator().next().getString(0));
    }

    public Future<Directory> load() {
        return Future.all(catalogues(), MappingQueue.decided(pool), published())
                .compose(read -> pool.preparedQuery(
                                "select kind, name, version,"
                                        + " case when kind = 'policy' and version = any($1) then '' else content end, current"
                                        + " from document"
                                        + " where kind not in ('catalogue', 'list') and (current or kind = 'policy') order by kind, name")
                        .execute(Tuple.of(policies.keySet().toArray(new String[0])))
                        .map(set -> directory(set, read.resultAt(0), read.resultAt(1))
                                .with(read.<Published>resultAt(2))));
    }

    private Directory directory(RowSet<Row> set, Map<String, Catalogue> byArea, List<CatalogueMapping> mappings) {
        Map<String, Institution> institutions = new HashMap<>();
        List<Policy> inForce = new ArrayList<>();
        Map<String, Policy> archive = new HashMap<>();
        RegionRules rules = RegionRules.SHIPPED;
        for (Row row : set) {
            switch (row.getString(0)) {
                case "regions" -> rules = rules.with(RegionFile.read(row.getString(3), base.areas()));
                case "institutions" ->
                    InstitutionFile.read(row.getString(3), base.areas())
                            .forEach(institution -> institutions.put(institution.code(), institution));
                case "policy" ->
                    policy(row).ifPresent(policy -> {
                        archive.put(policy.hash(), policy);
                        if (row.getBoolean(4)) {
                            inForce.add(policy);
                        }
                    });
                default -> throw new IllegalStateException("unknown kind of document " + row.getString(0));
            }
        }
        return new Directory(
                base.with(nodes(institutions)),
                institutions,
                new Policies(inForce, archive),
                byArea,
                new Mappings(mappings),
                rules,
                Published.NOTHING);
    }

    /** The catalogues in force by area. One has tens of thousands of rows: it is read once, and not on an event loop. */
    private Future<Map<String, Catalogue>> catalogues() {
        return pool.query("select name, version from document where current and kind = 'catalogue'")
                .execute()
                .compose(set -> {
                    Map<String, String> versions = new HashMap<>();
                    set.forEach(row -> versions.put(row.getString(0), row.getString(1)));
                    List<String> unread = versions.values().stream()
                            .filter(version -> !catalogues.containsKey(version))
                            .toList();
                    return (unread.isEmpty() ? Future.succeededFuture() : parse(unread)).map(read -> {
                        Map<String, Catalogue> byArea = new HashMap<>();
                        versions.forEach((area, version) -> byArea.put(area, catalogues.get(version)));
                        catalogues.keySet().retainAll(versions.values());
                        return byArea;
                    });
                });
    }

    private Future<?> parse(List<String> versions) {
        return pool.preparedQuery("select distinct on (version) version, content from document"
                        + " where kind = 'catalogue' and version = any($1)")
                .execute(Tuple.of(versions.toArray(new String[0])))
                .compose(set -> {
                    Callable<Map<String, Catalogue>> read = () -> {
                        Map<String, Catalogue> parsed = new HashMap<>();
                        set.forEach(row ->
                                parsed.put(row.getString(0), Catalogue.of(CatalogueFile.read(row.getString(1)))));
                        return parsed;
                    };
                    return Vertx.currentContext().executeBlocking(read);
                })
                .onSuccess(catalogues::putAll);
    }

    /** The code lists in force, each version parsed once, and since when each catalogue is. */
    private Future<Published> published() {
        return pool.query(
                        "select kind, name, version, at from document where current and kind in ('catalogue', 'list')")
                .execute()
                .compose(set -> {
                    Map<String, LocalDate> since = new HashMap<>();
                    Map<String, String> versions = new HashMap<>();
                    for (Row row : set) {
                        if (row.getString(0).equals("list")) {
                            versions.put(row.getString(1), row.getString(2));
                        } else {
                            since.put(
                                    row.getString(1),
                                    row.getOffsetDateTime(3)
                                            .atZoneSameInstant(Clock.ZONE)
                                            .toLocalDate());
                        }
                    }
                    return parseLists(versions.values()).map(parsed -> {
                        Map<String, Map<String, CodeList>> byArea = new HashMap<>();
                        versions.forEach((name, version) -> {
                            int slash = name.indexOf('/');
                            byArea.computeIfAbsent(name.substring(0, slash), area -> new HashMap<>())
                                    .put(name.substring(slash + 1), parsed.getOrDefault(version, CodeList.none()));
                        });
                        lists.keySet().retainAll(versions.values());
                        return new Published(byArea, since);
                    });
                });
    }

    private Future<Map<String, CodeList>> parseLists(Collection<String> versions) {
        String[] unread =
                versions.stream().filter(version -> !lists.containsKey(version)).toArray(String[]::new);
        if (unread.length == 0) {
            return Future.succeededFuture(lists);
        }
        return pool.preparedQuery("select distinct on (version) version, content from document"
                        + " where kind = 'list' and version = any($1)")
                .execute(Tuple.of(unread))
                .compose(set -> {
                    Callable<Map<String, CodeList>> read = () -> {
                        Map<String, CodeList> parsed = new HashMap<>();
                        set.forEach(row -> parsed.put(row.getString(0), CodeList.read(row.getString(1))));
                        return parsed;
                    };
                    return Vertx.currentContext().executeBlocking(read);
                })
                .onSuccess(lists::putAll)
                .map(lists);
    }

    /** A version that is not in force any more and that this release cannot read is left out. */
    private Optional<Policy> policy(Row row) {
        try {
            return Optional.of(policies.computeIfAbsent(
                    row.getString(2), hash -> PolicyReader.read(Yaml.read(row.getString(3)), hash)));
        } catch (IllegalArgumentException e) {
            if (row.getBoolean(4)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private List<Node> nodes(Map<String, Institution> institutions) {
        List<Node> nodes = new ArrayList<>();
        for (Institution institution : institutions.values()) {
            Optional<Node> agency = base.serving(institution.area()).filter(Node::hostedHere);
            agency.ifPresent(node -> nodes.add(new Node(
                    institution.code(), institution.name(), Level.INSTITUTION, institution.area(), node.id(), null)));
        }
        return nodes;
    }
}
