package io.conncount.exporters.history;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process that writes a history as fast as it can, and prints the number of each record once it is written, until it is killed. */
final class Writing {
    static final RecordedSeries PORTS = new RecordedSeries(
            "local_port", List.of("local-port"), List.of("tcp"), List.of("ipv4"), List.of("listen"), Optional.empty());
    private static final int TIDY_EVERY = 50;

    private Writing() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
        try (Ring ring = Recordings.open(Path.of(args[0]), Recordings.LIMITS)) {
            for (long second = Long.parseLong(args[1]); ; second++) {
                ring.append(List.of(
                        Recordings.established(second, second), Recordings.sampled(PORTS, second, 1, ports(second))));
                if (second % TIDY_EVERY == 0) {
                    ring.tidy();
                }
                out.println(second);
                out.flush();
            }
        }
    }

    static Map<List<String>, Extent> ports(long second) {
        Map<List<String>, Extent> ports = new HashMap<>();
        for (int port = 0; port < 200; port++) {
            ports.put(List.of(Integer.toString(port)), Extent.of(second * 31 + port));
        }
        return ports;
    }
}
