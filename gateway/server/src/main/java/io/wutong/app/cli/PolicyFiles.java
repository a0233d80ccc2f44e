package io.wutong.app.cli;

import io.wutong.benefit.rules.Policy;
import io.wutong.store.imports.PolicyFile;
import io.wutong.topology.Areas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The policy files of one command: what could be read, and all that is wrong. */
final class PolicyFiles {

    private final Map<PolicyFile, Policy> read = new LinkedHashMap<>();
    private final List<PolicyFile.Problem> problems = new ArrayList<>();

    PolicyFiles(List<Path> paths, Areas areas) throws IOException {
        for (Path path : paths) {
            PolicyFile file = new PolicyFile(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
            try {
                read.put(file, file.read(areas));
            } catch (PolicyFile.Problem e) {
                problems.add(e);
            }
        }
        overlaps();
    }

    private void overlaps() {
        List<Map.Entry<PolicyFile, Policy>> all = new ArrayList<>(read.entrySet());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (all.get(j).getValue().overlaps(all.get(i).getValue())) {
                    problems.add(all.get(i)
                            .getKey()
                            .problem(
                                    "valid",
                                    "有效期与 " + all.get(j).getKey().name() + " 的 "
                                            + all.get(j).getValue().id() + " 重叠 · overlap in validity"));
                }
                if (all.get(i).getValue().id().equals(all.get(j).getValue().id())) {
                    problems.add(all.get(i)
                            .getKey()
                            .problem("policy", "与 " + all.get(j).getKey().name() + " 同名 · same name"));
                }
            }
        }
    }

    Map<PolicyFile, Policy> read() {
        return read;
    }

    List<PolicyFile.Problem> problems() {
        return problems;
    }

    List<Policy> policies() {
        return List.copyOf(read.values());
    }
}
