package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.Conditions;
import io.conncount.filter.Filter;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.AllNamespaces;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.sys.NetNamespaces;
import io.conncount.testing.Command;
import io.conncount.testing.KernelLog;
import io.conncount.testing.SocketNamespace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One walk in the kernel over all network namespaces, of which three are ours. Needs root and iproute2. */
@ExtendWith(KernelLog.class)
class AllNamespacesWalkIT {
    private static final int TRIES = 50;
    private static final int BUCKETS = 512;

    private static final List<SocketNamespace> namespaces = new ArrayList<>();
    private static final List<Long> inodes = new ArrayList<>();

    /** The last one has a table of its own. */
    @BeforeAll
    static void fill() throws Exception {
        add(new SocketNamespace("--connections", "20", "--close-wait", "3", "--listen", "2", "--time-wait", "6"));
        add(new SocketNamespace("--connections", "300", "--ipv6", "10", "--time-wait", "8", "--syn-recv", "2"));
        add(namespaces.get(0).call(() -> {
            Command.lines("sysctl", "-w", "net.ipv4.tcp_child_ehash_entries=" + BUCKETS);
            return new SocketNamespace("--connections", "40", "--close-wait", "4", "--time-wait", "5");
        }));
        List<String> entries =
                namespaces.get(2).call(() -> Command.lines("sysctl", "-n", "net.ipv4.tcp_ehash_entries"));
        assertEquals(List.of("" + BUCKETS), entries);
    }

    private static void add(SocketNamespace namespace) throws Exception {
        namespaces.add(namespace);
        inodes.add(namespace.call(() -> NetNamespaces.ofThisThread().orElseThrow()));
    }

    @AfterAll
    static void empty() throws Exception {
        // The last one was made in the first, which ends what was started in it.
        for (int i = namespaces.size() - 1; i >= 0; i--) {
            namespaces.get(i).close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netns",
                "netns,state",
                "netns,family,user,cgroup",
                "netns,local-port,state",
                "direction,service",
                "netns,service,state"
            })
    void groupsAreThoseOfEveryNamespace(String keys) throws Exception {
        Query query = query(keys);
        for (int i = 0; i < TRIES; i++) {
            Map<String, Long> before = Queries.counts(collect(HostSource.openSockDiag(), query));
            Map<String, Long> walked = Queries.counts(collect(HostSource.openBpf(), query));
            if (before.equals(Queries.counts(collect(HostSource.openSockDiag(), query)))) {
                assertFalse(before.isEmpty());
                assertEquals(before, walked);
                return;
            }
        }
        throw new AssertionError("the sockets do not stand still");
    }

    @Test
    void answerSaysThatTheKernelCountedInEveryNamespace() throws Exception {
        Snapshot snapshot = collect(HostSource.openBpf(), query("netns"));
        assertEquals("bpf", snapshot.source());
        assertEquals(Optional.empty(), snapshot.fault());
        assertEquals(namespaces.size(), snapshot.groups());
        assertTrue(snapshot.total() > 2L * (20 + 300 + 40), "" + snapshot.total());
    }

    private static Snapshot collect(Host host, Query query) throws Exception {
        return new Collector(AllNamespaces.of(host)).collect(query);
    }

    private static Query query(String keys) {
        List<Condition> ours = new ArrayList<>();
        for (long inode : inodes) {
            ours.add(new Condition.NetnsIs(inode, "" + inode));
        }
        Condition any = Conditions.any(ours);
        Selection selection = new Selection(
                EnumSet.of(Protocol.TCP),
                AddressFamily.IP,
                TcpState.ALL,
                Optional.of(new Filter(ConditionText.of(List.of(any)), any)));
        return new Query(selection, GroupKeys.of(List.of(keys.split(","))), true, 1, Queries.GROUPS_MAX);
    }
}
