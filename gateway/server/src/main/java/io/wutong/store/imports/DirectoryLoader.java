package io.wutong.store.imports;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.catalogue.Catalogue;
import io.wutong.coverage.Institution;
import io.wutong.exchange.Directory;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the directory from the documents in force; institutions become nodes below the node that serves their area. */
public final class DirectoryLoader {

    private final Pool pool;
    private final Topology base;

    /** @param base the configured nodes, without institutions */
    public DirectoryLoader(Pool pool, Topology base) {
        this.pool = pool;
        this.base = base;
    }

    /** A stamp that changes when any document does. */
    public Future<String> stamp() {
        return pool.query("select coalesce(md5(string_agg(kind || name || version, ',' order by kind, name)), '')"
                        + " from document where current")
                .execute()
                .map(set -> set.iterator().next().getString(0));
    }

    public Future<Directory> load() {
        return pool.query("select kind, name, version, content, current from document where current or kind = 'policy'"
                        + " order by kind, name")
                .execute()
                .map(set -> {
                    Map<String, Institution> institutions = new HashMap<>();
                    List<Policy> policies = new ArrayList<>();
                    Map<String, Policy> archive = new HashMap<>();
                    Map<String, Catalogue> catalogues = new HashMap<>();
                    for (Row row : set) {
                        String content = row.getString(3);
                        switch (row.getString(0)) {
                            case "institutions" ->
                                InstitutionFile.read(content, base.areas())
                                        .forEach(institution -> institutions.put(institution.code(), institution));
                            case "policy" ->
                                policy(row).ifPresent(policy -> {
                                    archive.put(policy.hash(), policy);
                                    if (row.getBoolean(4)) {
                                        policies.add(policy);
                                    }
                                });
                            case "catalogue" ->
                                catalogues.put(
                                        row.getString(1),
                                        Catalogue.parseCsv(content.lines().toList()));
                            default -> throw new IllegalStateException("unknown kind of document " + row.getString(0));
                        }
                    }
                    return new Directory(
                            base.with(nodes(institutions)), institutions, new Policies(policies, archive), catalogues);
                });
    }

    /** A version that is not in force any more and that this release cannot read is left out. */
    private static Optional<Policy> policy(Row row) {
        try {
            return Optional.of(PolicyReader.read(Yaml.read(row.getString(3)), row.getString(2)));
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
