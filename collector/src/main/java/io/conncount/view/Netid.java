package io.conncount.view;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;

/** The table a socket is in, as ss calls it: {@code tcp}, {@code u_str}. */
public final class Netid {
    private static final int TYPES = SocketType.values().length;
    private static final byte[][] NAMES = names();

    private Netid() {}

    /** What ss calls the table of this socket. */
    public static byte[] of(SocketView socket) {
        return NAMES[socket.protocol().ordinal() * TYPES + socket.type().ordinal()];
    }

    private static byte[][] names() {
        byte[][] names = new byte[Protocol.values().length * TYPES][];
        for (Protocol protocol : Protocol.values()) {
            for (SocketType type : SocketType.values()) {
                names[protocol.ordinal() * TYPES + type.ordinal()] = TextBuffer.ascii(name(protocol, type));
            }
        }
        return names;
    }

    private static String name(Protocol protocol, SocketType type) {
        return switch (protocol) {
            case UNIX -> "u_" + shortened(type);
            case VSOCK -> "v_" + shortened(type);
            case PACKET -> "p_" + shortened(type);
            case NETLINK -> "nl";
            default -> protocol.label();
        };
    }

    private static String shortened(SocketType type) {
        return switch (type) {
            case STREAM -> "str";
            case DGRAM -> "dgr";
            case SEQPACKET -> "seq";
            case RAW -> "raw";
        };
    }
}
