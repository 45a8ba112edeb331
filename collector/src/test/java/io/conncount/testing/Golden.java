package io.conncount.testing;

import io.conncount.source.LinuxSockDiag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a kernel said at one quiet moment about one namespace: each request, its answer, what ss made of the same
 * sockets, and the counters. Captured by {@link GoldenCapture} and
 * {@link TablesCapture}.
 */
public final class Golden {
    /** The kernel it was captured from, and its architecture. */
    public static final String KERNEL = "linux-6.18-x86_64";
    /** Every TCP socket of both families, in one walk. */
    public static final String TCP = "tcp";
    /** The same without ESTABLISHED, as a count by state asks when there are few TIME_WAITs. */
    public static final String TCP_WALK = "tcp-without-established";
    /** The same without ESTABLISHED and TIME_WAIT, as it asks when there are many. */
    public static final String TCP_WALK_MANY = "tcp-without-established-and-time-wait";
    /** The listeners of both families. */
    public static final String TCP_LISTEN = "tcp-listen";
    /** One family by {@code SOCK_DIAG_BY_FAMILY}. */
    public static final String TCP_IPV4 = "tcp-ipv4";

    public static final String TCP_IPV6 = "tcp-ipv6";
    public static final String UDP_IPV4 = "udp-ipv4";
    public static final String UDP_IPV6 = "udp-ipv6";
    /** Every TCP socket of another population, with all details; captured by {@link InfoCapture}. */
    public static final String TCP_INFO = "tcp-info";

    public static final String UDPLITE_IPV4 = "udplite-ipv4";
    public static final String UDPLITE_IPV6 = "udplite-ipv6";
    public static final String MPTCP_IPV4 = "mptcp-ipv4";
    public static final String MPTCP_IPV6 = "mptcp-ipv6";
    /** Every UNIX socket, without names. */
    public static final String UNIX = "unix";
    /** The same with their names and peers. */
    public static final String UNIX_NAMES = "unix-names";

    public static final String UNIX_LISTEN = "unix-listen";
    public static final String PACKET = "packet";
    public static final String NETLINK = "netlink";

    /** Every exchange about sockets over IP. */
    public static final List<String> EXCHANGES = List.of(
            TCP,
            TCP_WALK,
            TCP_WALK_MANY,
            TCP_LISTEN,
            TCP_IPV4,
            TCP_IPV6,
            UDP_IPV4,
            UDP_IPV6,
            UDPLITE_IPV4,
            UDPLITE_IPV6,
            MPTCP_IPV4,
            MPTCP_IPV6,
            TCP_INFO);

    /** Every exchange about others. */
    public static final List<String> PLAIN_EXCHANGES = List.of(UNIX, UNIX_NAMES, UNIX_LISTEN, PACKET, NETLINK);

    /** Interfaces by index, in the namespace of the capture. */
    public static final Map<Integer, String> INTERFACES = Map.of(1, "lo");

    private Golden() {}

    /** The answer's messages, one behind the other, with sequence number 1. */
    public static byte[] answer(String exchange) {
        return bytes(exchange + ".answer");
    }

    /** The answer as it came: cut into datagrams between messages. */
    public static List<Reply> replies(String exchange) {
        return Reply.datagrams(Datagrams.cut(answer(exchange), Datagrams.DATAGRAM_BYTES_MAX));
    }

    /**
     * The lines of {@code ss -Htane} ({@code tcp}), {@code ss -Huane} ({@code udp}), {@code ss -HOtanoiem --tos}
     * ({@code tcp-info}), or of the table with this name, as {@link TablesCapture} has asked for it.
     */
    public static List<String> ss(String protocol) {
        return new String(bytes(protocol + ".ss"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The directory with the counters' files, as in {@code /proc/net}. */
    public static Path procNet() {
        return Repository.root().resolve("collector/src/test/resources/golden/" + KERNEL + "/proc-net");
    }

    /** Answers each request that was recorded, whatever its sequence number; fails on others. */
    public static LinuxSockDiag.Opener kernel() {
        Map<ByteBuffer, String> exchanges = new HashMap<>();
        for (String exchange :
                Stream.concat(EXCHANGES.stream(), PLAIN_EXCHANGES.stream()).toList()) {
            exchanges.put(Datagrams.withoutSequence(Datagrams.buffer(bytes(exchange + ".request"))), exchange);
        }
        return () -> new RecordedChannel(request -> {
            String exchange = exchanges.get(Datagrams.withoutSequence(request));
            if (exchange == null) {
                throw new AssertionError("no such request was recorded; run GoldenCapture anew");
            }
            byte[] answer = Datagrams.answering(Datagrams.sequence(request), answer(exchange));
            return Reply.datagrams(Datagrams.cut(answer, Datagrams.DATAGRAM_BYTES_MAX));
        });
    }

    /** Paths of the cgroups there were, by id. */
    public static Map<Long, String> cgroups() {
        Map<Long, String> paths = new HashMap<>();
        new String(bytes("cgroups"), StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] words = line.split(" ");
            paths.put(Long.valueOf(words[0]), words[1]);
        });
        return paths;
    }

    private static byte[] bytes(String file) {
        String resource = "/golden/" + KERNEL + "/" + file;
        try (InputStream stream = Golden.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
