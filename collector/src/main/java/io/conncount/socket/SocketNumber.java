package io.conncount.socket;

import java.util.Optional;

/**
 * A number the kernel tells of a socket. Its name, unit and meaning are defined here once: for filters, columns, sorting
 * and machine formats alike.
 */
public enum SocketNumber {
    RECVQ("recvq", Unit.BYTES, null, "bytes not yet read; of a listener, connections not yet accepted"),
    SENDQ("sendq", Unit.BYTES, null, "bytes not yet acknowledged; of a listener, how many may wait to be accepted"),
    UID("uid", Unit.COUNT, null, "user id of the owner"),
    INODE("inode", Unit.COUNT, null, "inode number of the socket"),
    COOKIE("cookie", Unit.HEXADECIMAL, null, "the kernel's own number of the socket, never used twice"),
    MARK("mark", Unit.HEXADECIMAL, null, "firewall mark"),
    TIMER_MS("timer_ms", Unit.MILLISECONDS, null, "time until the timer expires"),
    RETRANSMITS("retransmits", Unit.COUNT, null, "retransmissions of the oldest segment, or probes, so far"),
    PEER_INODE("peer_inode", Unit.COUNT, Detail.UNIX_NAMES, "inode number of the UNIX socket at the other end"),
    GROUPS("groups", Unit.HEXADECIMAL, null, "multicast groups that a netlink socket is in, the first 64 of them");

    private final String label;
    private final Unit unit;
    private final Detail detail;
    private final String help;

    SocketNumber(String label, Unit unit, Detail detail, String help) {
        this.label = label;
        this.unit = unit;
        this.detail = detail;
        this.help = help;
    }

    /** The name everywhere, the unit last where it is not in whole pieces: {@code rtt_ms}. */
    public String label() {
        return label;
    }

    /** What it counts. */
    public Unit unit() {
        return unit;
    }

    /** What must be asked for, that it is told; empty if it always is. */
    public Optional<Detail> detail() {
        return Optional.ofNullable(detail);
    }

    /** What it means, in half a line. */
    public String help() {
        return help;
    }
}
