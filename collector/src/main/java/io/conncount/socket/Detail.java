package io.conncount.socket;

/** Data about a socket that a source reports only on request, because copying it takes time. */
public enum Detail {
    /** The congestion control's account of a TCP connection: round-trip times, windows, bytes sent. */
    TCP_INFO,
    /** The memory of the socket's buffers. */
    MEMORY,
    /** The name of the congestion control, and its own numbers. */
    CONGESTION,
    /** The traffic class and the like of an IP socket. */
    TRAFFIC_CLASS,
    /** The names of UNIX sockets, and their peers. */
    UNIX_NAMES,
    /** The files that names of UNIX sockets are, and who waits to be accepted by them; rings, fanout and filter of packet sockets. */
    EXTENDED,
    /** The network namespace: no kernel reports it, and only a source of several has it. */
    NAMESPACE,
    /** The processes that hold the socket, which no kernel reports with it. */
    HOLDERS,
    /** The jails of those processes, which only FreeBSD has. */
    JAIL
}
