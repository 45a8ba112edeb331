package io.conncount.names;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of the protocols over IP, from a file in the format of protocols(5), read on first use. */
public final class ProtocolNames {
    private static final ProtocolNames OF_HOST = new ProtocolNames(Path.of("/etc/protocols"));

    private static final int LINES_MAX = 10_000;

    private final Path protocols;
    private Map<Integer, String> names;

    private ProtocolNames(Path protocols) {
        this.protocols = protocols;
    }

    /** The protocols in {@code /etc/protocols}. */
    public static ProtocolNames ofHost() {
        return OF_HOST;
    }

    /** The name of the protocol with this number. */
    public synchronized Optional<String> of(int number) {
        if (names == null) {
            names = new HashMap<>();
            read();
        }
        return Optional.ofNullable(names.get(number));
    }

    private void read() {
        TextTable.read(
                protocols, LINES_MAX, "\\d{1,3}", words -> names.putIfAbsent(Integer.valueOf(words[1]), words[0]));
    }
}
