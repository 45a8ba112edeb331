package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.filter.FilterParser;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections in a tree of cgroups of the test's own. Needs root, and cgroups of version 2. */
class CgroupsBelowIT {
    private static final Map<String, Callable<Host>> SOURCES =
            new TreeMap<>(Map.of("bpf", HostSource::openBpf, "sock_diag", HostSource::openSockDiag));

    private SocketNamespace namespace;
    private Process shell;
    private BufferedReader answers;
    private String group;

    /** A shell inside, which goes from cgroup to cgroup. */
    @BeforeEach
    void begin() throws Exception {
        namespace = new SocketNamespace("--listen", "1");
        shell = namespace.call(() -> new ProcessBuilder("bash")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        answers = shell.inputReader();
        group = "/conncount-" + shell.pid();
        run("mount=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)"
                + "; back=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)"
                + "; listener=$(ss -tlnH | awk 'NR == 1 {sub(/:/, \"/\", $4); print $4}')");
        connectIn("");
        connectIn("/web");
        connectIn("/web/api");
        connectIn("-beside");
    }

    @AfterEach
    void end() throws Exception {
        run("echo $$ >$back/cgroup.procs");
        for (String name : new String[] {"/later/still", "/later", "/web/api", "/web", "", "-beside"}) {
            run("[ ! -e $mount" + group + name + " ] || rmdir $mount" + group + name);
        }
        shell.getOutputStream().close();
        assertEquals(0, shell.waitFor());
        namespace.close();
    }

    private void run(String command) throws IOException {
        shell.getOutputStream().write((command + "; echo $?\n").getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        assertEquals("0", answers.readLine(), command);
    }

    /** Makes a cgroup and, in it, one end of a connection. */
    private void connectIn(String name) throws IOException {
        String path = "$mount" + group + name;
        run("mkdir -p " + path + " && echo $$ >" + path + "/cgroup.procs && exec {socket}<>/dev/tcp/$listener");
    }

    private Query query(String filter) throws Exception {
        Selection all = Queries.by("state").selection();
        Selection selection = all.filtered(namespace.call(() -> FilterParser.parse(filter, new HostNames())));
        return new Query(selection, Queries.by("cgroup").keys(), true, 1, Queries.GROUPS_MAX);
    }

    private Snapshot collect(String source, Query query) throws Exception {
        Snapshot snapshot =
                namespace.call(() -> new Collector(SOURCES.get(source).call()).collect(query));
        assertEquals(source, snapshot.source());
        return snapshot;
    }

    @Test
    void cgroupAndThoseBelowItAreSelectedByEverySource() throws Exception {
        Map<String, Long> all = Map.of(group, 1L, group + "/web", 1L, group + "/web/api", 1L);
        Map<String, Long> web = Map.of(group + "/web", 1L, group + "/web/api", 1L);
        for (String source : SOURCES.keySet()) {
            assertEquals(all, counts(source, "cgroup in " + group));
            assertEquals(all, counts(source, "cgroup in " + mount() + group + "/"));
            assertEquals(web, counts(source, "cgroup in " + group + "/web"));
            // The kernel's own filter knows no queues.
            assertEquals(web, counts(source, "cgroup in " + group + "/web or recvq < 0"));
            assertEquals(
                    Map.of(group, 1L), counts(source, "cgroup in " + group + " and not cgroup in " + group + "/web"));
            assertEquals(
                    collect(source, query("src 0.0.0.0/0 or src [::]/0")).total() - 3,
                    collect(source, query("not cgroup in " + group)).total());
        }
        Snapshot copied = collect("sock_diag", query("cgroup in " + group));
        assertEquals(3, copied.steps().get(0).sockets(), "the kernel copies no others");
    }

    private Map<String, Long> counts(String source, String filter) throws Exception {
        return Queries.counts(collect(source, query(filter)));
    }

    private static String mount() throws IOException, InterruptedException {
        return Command.lines("awk", "/ - cgroup2 /{print $5; exit}", "/proc/self/mountinfo")
                .get(0);
    }

    @Test
    void everyAnswerLooksAgainWhichCgroupsThereAre() throws Exception {
        Query query = query("cgroup in " + group);
        for (String source : SOURCES.keySet()) {
            assertEquals(3, collect(source, query).total());
        }
        connectIn("/later");
        connectIn("/later/still");
        for (String source : SOURCES.keySet()) {
            assertEquals(5, collect(source, query).total());
        }
    }

    /** As when a unit is started again while a daemon runs. */
    @Test
    void cgroupThatWasMadeAgainIsTheOneOfItsPath() throws Exception {
        Query query = query("cgroup = " + group + "/web/api");
        run("echo $$ >$back/cgroup.procs && rmdir $mount" + group + "/web/api");
        connectIn("/web/api");
        for (String source : SOURCES.keySet()) {
            assertEquals(Map.of(group + "/web/api", 1L), Queries.counts(collect(source, query)));
        }
    }
}
