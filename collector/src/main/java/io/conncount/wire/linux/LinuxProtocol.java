package io.conncount.wire.linux;

import io.conncount.socket.Protocol;

/** Linux's numbers for protocols over IP ({@code IPPROTO_*} in {@code linux/in.h}). */
final class LinuxProtocol {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int SCTP = 132;
    static final int UDPLITE = 136;
    static final int RAW = 255;
    static final int MPTCP = 262;

    private LinuxProtocol() {}

    /** The protocol with this number; null if it is none of ours. */
    static Protocol of(int number) {
        return switch (number) {
            case TCP -> Protocol.TCP;
            case MPTCP -> Protocol.MPTCP;
            case UDP -> Protocol.UDP;
            case UDPLITE -> Protocol.UDPLITE;
            case RAW -> Protocol.RAW;
            case SCTP -> Protocol.SCTP;
            default -> null;
        };
    }

    static int number(Protocol protocol) {
        return switch (protocol) {
            case TCP -> TCP;
            case MPTCP -> MPTCP;
            case UDP -> UDP;
            case UDPLITE -> UDPLITE;
            case RAW -> RAW;
            case SCTP -> SCTP;
            default -> throw new IllegalArgumentException(protocol.label() + " is not over IP");
        };
    }
}
