package io.conncount.cli.dialect;

import io.conncount.socket.SocketType;

/** What dialects of FreeBSD's programs have in common. */
final class Bsd {
    /** The release from which columns have other widths. */
    static final int COLUMNS_CHANGED = 15;

    /** The release from which a socket's mbufs are not counted. */
    static final int MBUFS_UNCOUNTED = 14;

    private Bsd() {}

    /** A type of socket in six letters. */
    static String type(SocketType type) {
        return switch (type) {
            case STREAM -> "stream";
            case DGRAM -> "dgram";
            case SEQPACKET -> "seqpac";
            default -> "raw";
        };
    }
}
