package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.Errno;
import io.conncount.testing.Seccomp;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon to which a seccomp filter forbids netlink, as container runtimes and units of systemd do. */
@Timeout(Waiting.SECONDS_MAX)
class RefusedDaemonIT {
    private static final Pattern TRIED = Pattern.compile("conncount_sample_failures_total\\{sample=\"states\"} (\\d+)");
    private static final String FORBIDDEN = "something forbids netlink sockets here: allow AF_NETLINK";
    private static final String NOT_THERE = "sock_diag is not loaded in this kernel: modprobe inet_diag";

    @TempDir
    private Path directory;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Launch.of("--version");
    }

    private static String curl(String url) throws IOException, InterruptedException {
        return Launch.shell("curl --silent --max-time 20 --noproxy '*' --write-out '%{http_code}' " + url)
                .out();
    }

    @ParameterizedTest
    @CsvSource({
        Errno.EPERM + "," + FORBIDDEN,
        Errno.EACCES + "," + FORBIDDEN,
        Errno.EAFNOSUPPORT + "," + FORBIDDEN,
        Errno.ENOSYS + "," + FORBIDDEN,
        Errno.EPROTONOSUPPORT + "," + NOT_THERE
    })
    void everyRefusalIsLoggedOnceAndHealthTellsIt(int errno, String remedy) throws Exception {
        ExecutorService filtered = Executors.newSingleThreadExecutor();
        try (DaemonProcess daemon = filtered.submit(() -> {
                    Seccomp.forbidNetlink(errno);
                    return DaemonProcess.start(directory, List.of(Launch.conncount(), "serve", "--interval", "0.1"));
                })
                .get()) {
            String address = "http://" + daemon.address();
            int tries = 0;
            while (tries < 3) { // the test has a timeout
                Matcher tried = TRIED.matcher(curl(address + "/metrics"));
                tries = tried.find() ? Integer.parseInt(tried.group(1)) : 0;
            }
            String reason = "socket(AF_NETLINK, NETLINK_SOCK_DIAG): " + Errno.text(errno);
            assertEquals("ok, but counting by state fails: " + reason + "\n200", curl(address + "/healthz"));
            assertEquals("no counts by state yet: " + reason + "\n503", curl(address + "/readyz"));
            List<String> lines = daemon.log()
                    .lines()
                    .filter(line -> line.contains("samples of states"))
                    .toList();
            assertEquals(1, lines.size(), daemon.log());
            assertTrue(lines.get(0).contains("samples of states fail: " + reason + "; " + remedy), lines.get(0));
        } finally {
            filtered.shutdownNow();
        }
    }
}
