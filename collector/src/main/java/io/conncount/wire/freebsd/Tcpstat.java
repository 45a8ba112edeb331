package io.conncount.wire.freebsd;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * {@code struct tcpstat}, the value of {@code net.inet.tcp.stats} ({@code netinet/tcp_var.h}): u64 counters in the host's
 * byte order. Its length identifies the layout: 904 bytes in FreeBSD 12 and 13, 960 in 14, and 1000 in 15, where a new
 * counter at 128 moved all later ones. In a struct of any other length, only the start is reliable.
 */
public final class Tcpstat {
    static final int BYTES_12_AND_13 = 904;
    static final int BYTES_14 = 960;
    static final int BYTES_15 = 1000;

    /** Where 15 has a counter that those before have not. */
    private static final int MOVED_FROM = 128;

    private final ByteBuffer bytes;

    /** A counter, with its place in the shortest struct. */
    public enum Counter {
        CONNECTIONS_REQUESTED("tcps_connattempt", 0),
        CONNECTIONS_ACCEPTED("tcps_accepts", 8),
        CONNECTIONS_ESTABLISHED("tcps_connects", 16),
        CONNECTIONS_DROPPED("tcps_drops", 24),
        EMBRYONIC_DROPPED("tcps_conndrops", 32),
        CONNECTIONS_CLOSED("tcps_closed", 48),
        SEGMENTS_SENT("tcps_sndtotal", 128),
        SEGMENTS_RETRANSMITTED("tcps_sndrexmitpack", 152),
        SEGMENTS_RECEIVED("tcps_rcvtotal", 216),
        ACCEPT_QUEUE_OVERFLOWS("tcps_listendrop", 496),
        SYNCACHE_ADDED("tcps_sc_added", 512),
        SYNCACHE_OVERFLOWS("tcps_sc_cacheoverflow", 560);

        private final String field;
        private final int offset;

        Counter(String field, int offset) {
            this.field = field;
            this.offset = offset;
        }

        /** The name in C. */
        String field() {
            return field;
        }

        /** Where it is in a struct of this length; -1 if that is not known. */
        int offset(int structBytes) {
            return switch (structBytes) {
                case BYTES_12_AND_13, BYTES_14 -> offset;
                case BYTES_15 -> offset < MOVED_FROM ? offset : offset + Long.BYTES;
                default -> offset < Math.min(MOVED_FROM, structBytes - Long.BYTES + 1) ? offset : -1;
            };
        }
    }

    /** The counters in these bytes, from 0 to the limit. */
    public Tcpstat(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A counter's value; empty if it is not known where it is. */
    public OptionalLong value(Counter counter) {
        int offset = counter.offset(bytes.limit());
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(bytes.getLong(offset));
    }
}
