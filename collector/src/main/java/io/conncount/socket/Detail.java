package io.conncount.socket;

/** What a source tells of a socket only when asked, because it costs time to copy. */
public enum Detail {
    /** The congestion control's account of a TCP connection: round-trip times, windows, bytes sent. */
    TCP_INFO,
    /** The memory of the socket's buffers. */
    MEMORY,
    /** The name of the congestion control, and its own numbers. */
    CONGESTION,
    /** The traffic class and the like of an IP socket. */
    TRAFFIC_CLASS,
    /** The names of UNIX sockets, and who is at the other end. */
    UNIX_NAMES
}
