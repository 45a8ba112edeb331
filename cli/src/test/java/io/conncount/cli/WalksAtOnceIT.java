package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.KernelLog;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that count in one kernel at once, and one that is killed while it does. Needs root and bpftool. */
@ExtendWith(KernelLog.class)
class WalksAtOnceIT {
    private static final int CALLERS = 30;
    private static final String QUESTION = "$conncount --by local-port,remote-port,state --csv --source ";

    /** What {@code /proc/PID/fdinfo} has of a map or a program. */
    private static final Pattern BPF_ID = Pattern.compile("^(map|prog)_id:\\s*(\\d+)$", Pattern.MULTILINE);

    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "500", "--close-wait", "20", "--time-wait", "30");
        Launch.of("--version");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void everyOneOfManyCallersGetsTheRightAnswer() throws Exception {
        String expected =
                namespace.call(() -> Launch.shell(QUESTION + "sock_diag")).out();
        Launch callers = namespace.call(() -> Launch.shell(
                "for ((i = 0; i < " + CALLERS + "; i++)); do " + QUESTION + "bpf > " + directory + "/$i & done; wait"));
        assertEquals("", callers.err());
        for (int i = 0; i < CALLERS; i++) {
            assertEquals(sorted(expected), sorted(Files.readString(directory.resolve("" + i))));
        }
    }

    private static List<String> sorted(String text) {
        return text.lines().sorted().toList();
    }

    @Test
    void nothingOfAKilledProcessStaysInTheKernel() throws Exception {
        Set<String> left = new TreeSet<>();
        Process process = namespace.call(
                () -> new ProcessBuilder(Launch.conncount(), "--by", "local-port", "--source", "bpf", "--watch=0.1")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
        try {
            Waiting.until("a walk", () -> {
                if (bpfIds(process).isEmpty()) {
                    return false;
                }
                signal(process, "STOP");
                left.addAll(bpfIds(process));
                signal(process, left.isEmpty() ? "CONT" : "KILL");
                return !left.isEmpty();
            });
        } finally {
            process.destroyForcibly().waitFor();
        }
        for (String id : left) {
            // The kernel frees them once no processor can be running them any more.
            Waiting.until(
                    "the end of " + id, () -> Launch.shell("bpftool " + id).exitCode() != 0);
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertEquals(0, Launch.shell("kill -" + name + " " + process.pid()).exitCode());
    }

    /** The maps and programs that a process holds, as words for bpftool. */
    private static Set<String> bpfIds(Process process) throws IOException {
        Set<String> ids = new TreeSet<>();
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fdinfo");
        for (String descriptor : Objects.requireNonNull(descriptors.toFile().list())) {
            Matcher id = BPF_ID.matcher(textOrNothing(descriptors.resolve(descriptor)));
            if (id.find()) {
                ids.add(id.group(1) + " show id " + id.group(2));
            }
        }
        return ids;
    }

    /** What may be closed at any moment. */
    private static String textOrNothing(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
