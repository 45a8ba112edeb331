package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.bpf.DescriptorWalk;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.testing.HeldNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds sockets, by a program in the kernel and by {@code /proc}. Needs root, iproute2 and Python. */
class HoldersIT {
    private static final int SHORT_LIVED = 300;

    private static HeldNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new HeldNamespace();
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    /** Process number and descriptor of each holder, by local and remote port. */
    private static Map<String, Set<String>> held(HolderSource source, int threads) throws Exception {
        Map<String, Set<String>> held = new TreeMap<>();
        HeldSockets sockets = new HeldSockets(HostSource.openSockDiag().sockets(), source);
        DumpRequest request =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL).telling(EnumSet.of(Detail.HOLDERS));
        namespace.call(() -> {
            sockets.readHolders(threads);
            return sockets.dump(request, socket -> {
                Set<String> holders = new TreeSet<>();
                Holders all = socket.holders();
                for (int holder = socket.holder(); holder >= 0; holder = all.next(holder)) {
                    holders.add(all.pid(holder) + "/" + all.descriptor(holder) + "/"
                            + all.process(all.pid(holder)).name());
                }
                held.put(
                        socket.localPort() + " " + socket.remotePort() + " " + socket.number(SocketNumber.INODE),
                        holders);
            });
        });
        return held;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void kernelAndProcTellTheSame(int threads) throws Exception {
        Map<String, Set<String>> byProc = held(new ProcDescriptors(), threads);
        assertEquals(byProc, held(new LinuxDescriptors(true), threads));
        assertFalse(byProc.isEmpty());
    }

    @Test
    void holdersAreThoseThatTheSocketsWereLeftWith() throws Exception {
        Map<String, Set<String>> held = held(new LinuxDescriptors(true), 2);
        List<Integer> pids = namespace.pids();
        held.forEach((socket, holders) -> {
            Set<String> holding = new TreeSet<>();
            holders.forEach(holder -> holding.add(holder.split("/")[0]));
            int remotePort = Integer.parseInt(socket.split(" ")[1]);
            if (remotePort == 7100) {
                assertEquals(texts(pids), holding, socket);
            } else if (remotePort == 7400) {
                assertEquals(texts(pids.subList(0, 1)), holding, socket);
            } else if (remotePort == 7500) {
                assertEquals(texts(pids.subList(3, 4)), holding, socket);
            }
            if (socket.startsWith("7200 ") && remotePort > 0) {
                assertEquals(Set.of(), holding, "not accepted yet");
            }
        });
    }

    private static Set<String> texts(List<Integer> numbers) {
        Set<String> texts = new TreeSet<>();
        numbers.forEach(number -> texts.add(number.toString()));
        return texts;
    }

    /** Processes come and go while they are gone through, and the sockets of those that stay are found all the same. */
    @Test
    void shortLivedProcessesLoseNothing() throws Exception {
        Map<String, Set<String>> before = held(new ProcDescriptors(), 2);
        Process crowd = namespace.call(() -> new ProcessBuilder(
                        "sh", "-c", "i=0; while [ $i -lt " + SHORT_LIVED + " ]; do sleep 0.01 & i=$((i+1)); done; wait")
                .inheritIO()
                .start());
        while (crowd.isAlive()) {
            assertEquals(before, held(new LinuxDescriptors(true), 2));
            assertEquals(before, held(new ProcDescriptors(), 2));
        }
        assertEquals(0, crowd.waitFor());
    }

    /** O_PATH opens the file and not the socket: its inode is one of another file system. */
    @Test
    void pathOfAUnixSocketIsNoSocket() throws Exception {
        String script = "import os,socket,sys; path = sys.argv[1]; s = socket.socket(socket.AF_UNIX); s.bind(path);"
                + " f = os.open(path, os.O_PATH); os.unlink(path); inode = lambda d: os.fstat(d).st_ino;"
                + " print(os.getpid(), inode(s.fileno()), inode(f), flush=True); sys.stdin.read()";
        String path = Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "conncount-" + ProcessHandle.current().pid())
                .toString();
        Process process = new ProcessBuilder("python3", "-c", script, path)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String[] numbers = process.inputReader().readLine().split(" ");
            int pid = Integer.parseInt(numbers[0]);
            Holders holders = new Holders("the kernel", DescriptorWalk.read(2), Map.of(), 0);
            assertEquals(List.of(pid), pids(holders, Long.parseLong(numbers[1])));
            assertFalse(pids(holders, Long.parseLong(numbers[2])).contains(pid));
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static List<Integer> pids(Holders holders, long inode) {
        List<Integer> pids = new ArrayList<>();
        for (int holder = holders.first(inode); holder >= 0; holder = holders.next(holder)) {
            pids.add(holders.pid(holder));
        }
        return pids;
    }
}
