package io.conncount.counters;

import io.conncount.sys.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * The ports that a kernel gives to connections whose program asks for none ({@code ip-sysctl.rst} of Linux).
 *
 * @param min the first, {@code ip_local_port_range}
 * @param max the last
 * @param reserved those that are never given, {@code ip_local_reserved_ports}; bits from 0 to 65535
 * @param timeWaitReuse which ports in TIME_WAIT are given again after a second, {@code tcp_tw_reuse}: 0 none, 1 all, 2 those of the
 *     loopback; negative where there is no such setting
 */
public record LocalPorts(int min, int max, BitSet reserved, long timeWaitReuse) {
    private static final int PORTS = 1 << Short.SIZE;

    /** Copies what it is given. */
    public LocalPorts {
        reserved = (BitSet) reserved.clone();
    }

    /** Those of the thread's network namespace by a directory such as {@code /proc/sys/net/ipv4}; null if it does not say. */
    static LocalPorts read(Path ipv4) {
        NamedNumbers numbers = new NamedNumbers();
        numbers.readRow(ipv4.resolve("ip_local_port_range"));
        numbers.readRow(ipv4.resolve("tcp_tw_reuse"));
        long min = numbers.get("ip_local_port_range.0");
        long max = numbers.get("ip_local_port_range.1");
        return isRange(min, max)
                ? new LocalPorts(
                        (int) min,
                        (int) max,
                        ports(text(ipv4.resolve("ip_local_reserved_ports"))),
                        numbers.get("tcp_tw_reuse.0"))
                : null;
    }

    /** True if both are ports, in this order. */
    static boolean isRange(long min, long max) {
        return min >= 0 && min <= max && max < PORTS;
    }

    private static String text(Path file) {
        try {
            return KernelFile.text(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A list such as {@code 8080,9148-9150}. */
    static BitSet ports(String list) {
        BitSet ports = new BitSet(PORTS);
        for (String range : list.split(",")) {
            String[] ends = range.strip().split("-", 2);
            long first = KernelFile.number(ends[0]);
            long last = KernelFile.number(ends[ends.length - 1]);
            if (isRange(first, last)) {
                ports.set((int) first, (int) last + 1);
            }
        }
        return ports;
    }

    /** How many ports are given at all: those of the range that are not reserved. */
    public int count() {
        return max - min + 1 - reserved.get(min, max + 1).cardinality();
    }

    /** How many ports of the range are reserved. */
    public int reservedInRange() {
        return reserved.get(min, max + 1).cardinality();
    }

    /** True if the kernel gives this port. */
    public boolean gives(int port) {
        return port >= min && port <= max && !reserved.get(port);
    }
}
