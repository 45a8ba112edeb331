package io.conncount.counters;

/**
 * How many sockets a network namespace has, by the kernel's own totals: {@code sockstat}, {@code sockstat6} and {@code snmp}, of which
 * a number that is missing is 0.
 *
 * @param total of all kinds
 * @param tcpAllocated TCP sockets, whether or not they are in a table, of every namespace
 * @param tcpHashed TCP sockets in tables
 * @param tcpOrphans TCP sockets that no process holds, of every namespace
 * @param fragments packets of which not all fragments have come
 */
public record SocketSummary(
        long total,
        long tcpAllocated,
        long tcpEstablished,
        long tcpOrphans,
        long tcpTimeWait,
        Families tcpHashed,
        Families udp,
        Families raw,
        Families fragments) {
    /** A number for each IP family. */
    public record Families(long ipv4, long ipv6) {
        /** That of both. */
        public long sum() {
            return ipv4 + ipv6;
        }

        /** Each of these and of others. */
        public Families plus(Families others) {
            return new Families(ipv4 + others.ipv4, ipv6 + others.ipv6);
        }
    }

    /** That of the calling thread's network namespace. */
    public static SocketSummary ofThisThread() {
        NamedNumbers numbers = ProcNet.socketNumbers(ProcNet.OF_THIS_THREAD);
        return new SocketSummary(
                number(numbers, "sockets.used"),
                number(numbers, "TCP.alloc"),
                number(numbers, "Tcp.CurrEstab"),
                number(numbers, "TCP.orphan"),
                number(numbers, "TCP.tw"),
                families(numbers, "TCP"),
                families(numbers, "UDP"),
                families(numbers, "RAW"),
                families(numbers, "FRAG"));
    }

    private static Families families(NamedNumbers numbers, String kind) {
        return new Families(number(numbers, kind + ".inuse"), number(numbers, kind + "6.inuse"));
    }

    private static long number(NamedNumbers numbers, String name) {
        return Math.max(0, numbers.get(name));
    }
}
