package io.conncount.wire.freebsd;

import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;

/**
 * {@code net.inet.tcp.states} ({@code netinet/tcp_subr.c}): how many TCP sockets there are in each state, a u64 for each
 * number of a state, in the host's byte order. The kernel keeps them for each network stack, whoever asks.
 */
public final class TcpStates {
    /** Eleven states of eight bytes. */
    public static final int BYTES = FreeBsdTcpState.COUNT * Long.BYTES;

    private TcpStates() {}

    /** The counts by the ordinal of {@link TcpState}. */
    public static long[] counts(ByteBuffer bytes) throws DecodeException {
        if (bytes.limit() != BYTES) {
            throw new DecodeException("net.inet.tcp.states", 0, bytes.limit() + " bytes, takes " + BYTES);
        }
        long[] counts = new long[FreeBsdTcpState.COUNT];
        for (int number = 0; number < FreeBsdTcpState.COUNT; number++) {
            counts[FreeBsdTcpState.of(number).ordinal()] = bytes.getLong(number * Long.BYTES);
        }
        return counts;
    }
}
