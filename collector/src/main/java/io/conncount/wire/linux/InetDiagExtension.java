package io.conncount.wire.linux;

import io.conncount.socket.Detail;
import java.util.Set;

/**
 * Attributes behind an {@link InetDiagMessage} ({@code INET_DIAG_*} in {@code linux/inet_diag.h}). Those up to
 * {@code INET_DIAG_SHUTDOWN} can be asked for, with a bit each in {@code idiag_ext}; the others come or do not.
 */
final class InetDiagExtension {
    static final int NONE = 0;
    static final int INFO = 2;
    static final int VEGASINFO = 3;
    static final int CONG = 4;
    static final int TOS = 5;
    static final int TCLASS = 6;
    static final int SKMEMINFO = 7;
    static final int SHUTDOWN = 8;
    static final int DCTCPINFO = 9;
    static final int PROTOCOL = 10;
    static final int SKV6ONLY = 11;
    static final int PEERS = 13;
    static final int MARK = 15;
    static final int BBRINFO = 16;
    static final int CLASS_ID = 17;
    static final int CGROUP_ID = 21;
    /** The highest of those that are read. */
    static final int LAST = CGROUP_ID;

    private InetDiagExtension() {}

    /** {@code idiag_ext}, for these details. */
    static int mask(Set<Detail> details) {
        int mask = 0;
        for (Detail detail : details) {
            mask |= switch (detail) {
                case TCP_INFO -> bit(INFO);
                case MEMORY -> bit(SKMEMINFO);
                case CONGESTION -> bit(CONG) | bit(VEGASINFO);
                case TRAFFIC_CLASS -> bit(TOS) | bit(TCLASS);
                case UNIX_NAMES -> 0;
            };
        }
        return mask;
    }

    private static int bit(int attribute) {
        return 1 << (attribute - 1);
    }
}
