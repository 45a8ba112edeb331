package io.conncount.wire.linux;

import io.conncount.socket.SocketType;

/** Linux's numbers for types of sockets ({@code SOCK_*} in {@code linux/net.h}). */
final class LinuxSocketType {
    private static final SocketType[] BY_NUMBER = {
        null, SocketType.STREAM, SocketType.DGRAM, SocketType.RAW, null, SocketType.SEQPACKET,
    };

    private LinuxSocketType() {}

    /** The type with this number; null if there is none. */
    static SocketType of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
