package io.wutong.exchange;

import io.wutong.benefit.Policies;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.Mappings;
import io.wutong.coverage.Institution;
import io.wutong.cure.RegionRules;
import io.wutong.reference.Published;
import io.wutong.topology.Area;
import io.wutong.topology.Topology;
import java.util.Map;
import java.util.Optional;

/**
 * What a process knows that changes rarely: topology, institutions, policies, catalogues, mappings, code lists. Immutable;
 * a message reads one snapshot from its first step to its last.
 */
public record Directory(
        Topology topology,
        Map<String, Institution> institutions,
        Policies policies,
        Map<String, Catalogue> catalogues,
        Mappings mappings,
        RegionRules rules,
        Published published) {
    public Directory {
        institutions = Map.copyOf(institutions);
        catalogues = Map.copyOf(catalogues);
    }

    /** Without mappings. */
    public Directory(
            Topology topology,
            Map<String, Institution> institutions,
            Policies policies,
            Map<String, Catalogue> catalogues) {
        this(topology, institutions, policies, catalogues, Mappings.NONE);
    }

    /** With the rules that the gateway ships. */
    public Directory(
            Topology topology,
            Map<String, Institution> institutions,
            Policies policies,
            Map<String, Catalogue> catalogues,
            Mappings mappings) {
        this(topology, institutions, policies, catalogues, mappings, RegionRules.SHIPPED, Published.NOTHING);
    }

    /** With other rules of the regions. */
    public Directory with(RegionRules others) {
        return new Directory(topology, institutions, policies, catalogues, mappings, others, published);
    }

    /** With other mappings. */
    public Directory with(Mappings others) {
        return new Directory(topology, institutions, policies, catalogues, others, rules, published);
    }

    /** With other code lists. */
    public Directory with(Published others) {
        return new Directory(topology, institutions, policies, catalogues, mappings, rules, others);
    }

    public Optional<Institution> institution(String code) {
        return Optional.ofNullable(institutions.get(code));
    }

    /** The catalogue of an area, or of the nearest area above it that has one. */
    public Catalogue catalogue(String area) {
        for (Area above : topology.areas().upwards(area)) {
            Catalogue catalogue = catalogues.get(above.code());
            if (catalogue != null) {
                return catalogue;
            }
        }
        return Catalogue.EMPTY;
    }
}
