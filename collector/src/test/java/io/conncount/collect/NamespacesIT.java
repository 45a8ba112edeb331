package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.query.Query;
import io.conncount.source.HostSource;
import io.conncount.testing.SocketNamespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A count belongs to the network namespace of the thread that asks. */
class NamespacesIT {
    @Test
    void twoNamespacesDoNotSeeEachOther() throws Exception {
        try (SocketNamespace few = new SocketNamespace("--connections", "100", "--udp", "5");
                SocketNamespace many = new SocketNamespace("--connections", "300", "--close-wait", "7")) {
            for (Query query : List.of(Queries.by("state"), Queries.exact(Queries.by("state")))) {
                assertEquals(200, count(few, query).get("established"));
                assertEquals(0, count(few, query).get("close_wait"));
                assertEquals(600, count(many, query).get("established"));
                assertEquals(7, count(many, query).get("close_wait"));
            }
        }
    }

    private static Map<String, Long> count(SocketNamespace namespace, Query query) throws Exception {
        return namespace.call(() -> Queries.counts(new Collector(HostSource.open()).collect(query)));
    }
}
