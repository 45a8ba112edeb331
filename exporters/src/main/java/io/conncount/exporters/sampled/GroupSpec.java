package io.conncount.exporters.sampled;

import io.conncount.query.Query;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A grouping that is to be exported.
 *
 * @param query what is counted, by which keys
 * @param top at most this many groups become series, the largest; the rest is one, {@code other}
 * @param allowed by the name of a key the only values that become series; keys that are not in it allow all
 */
public record GroupSpec(Query query, int top, Map<String, Set<String>> allowed) {
    /** Copies what it is given. */
    public GroupSpec {
        allowed = Map.copyOf(allowed);
    }

    /** Its name in metrics, such as {@code local_port_state}. */
    public String name() {
        return String.join("_", labels());
    }

    /** The names of its keys in metrics, such as {@code local_port}. */
    public List<String> labels() {
        return query.keys().stream()
                .map(key -> key.name().replace('-', '_').replace('/', '_'))
                .toList();
    }
}
