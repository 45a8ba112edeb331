package io.conncount.cli.kill;

import io.conncount.sys.Errno;
import io.conncount.view.Numbers;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What became of the sockets that were to be closed, counted. */
final class Outcome {
    private final Map<Integer, Long> refusals = new TreeMap<>();
    private long closed;
    private long gone;
    private long hidden;

    void add(int errno) {
        switch (errno) {
            case 0 -> closed++;
            case Errno.ENOENT -> gone++;
            default -> refusals.merge(errno, 1L, Long::sum);
        }
    }

    /** True once the kernel has said that this process may not close sockets. */
    boolean forbidden() {
        return refusals.containsKey(Errno.EPERM);
    }

    /** So many of those that the kernel did not find are still there. */
    void foundAgain(long sockets) {
        hidden = Math.min(gone, sockets);
        gone -= hidden;
    }

    /** How many the kernel did not find. */
    long gone() {
        return gone;
    }

    /** True if none is still there. */
    boolean complete() {
        return refusals.isEmpty() && hidden == 0;
    }

    /** In a sentence, such as {@code closed 7 of 9 sockets; 2 had gone before}. */
    String text(long all) {
        StringJoiner text = new StringJoiner("; ");
        text.add("closed " + Numbers.grouped(closed) + " of " + sockets(all));
        if (gone > 0) {
            text.add(Numbers.grouped(gone) + " had gone before");
        }
        if (hidden > 0) {
            text.add(Numbers.grouped(hidden) + " not closed: the kernel found another socket with the same addresses"
                    + " and ports; run it again");
        }
        if (forbidden()) {
            return text + "; that takes CAP_NET_ADMIN: run as root";
        }
        refusals.forEach((errno, count) -> text.add(Numbers.grouped(count) + " not closed: " + reason(errno)));
        return text.toString();
    }

    /** How many sockets: {@code 1 socket}, {@code 1,200 sockets}. */
    static String sockets(long number) {
        return Numbers.grouped(number) + (number == 1 ? " socket" : " sockets");
    }

    private static String reason(int errno) {
        return switch (errno) {
            case Errno.EOPNOTSUPP -> "this kernel cannot close a socket in its state (EOPNOTSUPP)";
            default -> Errno.text(errno);
        };
    }
}
