package io.conncount.cli;

import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Three daemons in one network namespace, as hosts of a Prometheus; they are ended when this is closed. */
final class ScrapedDaemons implements AutoCloseable {
    private static final int COUNT = 3;

    private final List<DaemonProcess> daemons = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param directory of their sockets
     * @param labels of each, as a scrape configuration has them, such as {@code rack: r1}
     */
    ScrapedDaemons(SocketNamespace namespace, Path directory, IntFunction<String> labels)
            throws IOException, InterruptedException {
        try {
            for (int i = 0; i < COUNT; i++) {
                start(namespace, Files.createDirectory(directory.resolve("daemon" + i)), labels.apply(i));
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void start(SocketNamespace namespace, Path own, String labels) throws IOException, InterruptedException {
        List<String> serve =
                List.of(Launch.conncount(), "serve", "--group", "by=local-port,state top=500", "--group-interval", "1");
        DaemonProcess daemon = namespace.call(() -> DaemonProcess.start(own, serve));
        daemons.add(daemon);
        targets.add("{targets: ['" + daemon.address() + "'], labels: {" + labels + "}}");
    }

    /** What a Prometheus is to scrape. */
    List<String> targets() {
        return targets;
    }

    DaemonProcess get(int number) {
        return daemons.get(number);
    }

    @Override
    public void close() {
        daemons.forEach(DaemonProcess::close);
    }
}
