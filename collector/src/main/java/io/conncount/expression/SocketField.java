package io.conncount.expression;

import io.conncount.socket.Side;

/** What {@link io.conncount.socket.SocketView} says of a socket, each as one long, with the same values and the same meaning. */
public enum SocketField {
    /** The position in {@link io.conncount.socket.AddressFamily}. */
    FAMILY,
    /** The position in {@link io.conncount.socket.TcpState}. */
    STATE,
    LOCAL_PORT,
    REMOTE_PORT,
    LOCAL_ADDRESS_HIGH,
    LOCAL_ADDRESS_LOW,
    REMOTE_ADDRESS_HIGH,
    REMOTE_ADDRESS_LOW,
    /** The interface's index, without a sign. */
    INTERFACE_INDEX,
    /** 1 or 0. */
    OWNED,
    /** The user id, without a sign. */
    UID,
    CGROUP_ID,
    /** The mark, or {@link io.conncount.socket.SocketView#MARK_UNKNOWN}. */
    MARK,
    TIMER,
    /** The first eight bytes of the congestion control's name, the first of them the highest; 0 if it is not reported. */
    CONGESTION_FIRST,
    /** The other eight bytes. */
    CONGESTION_LAST,
    /** 1 if a program asked for the local port, else 0. No view says so: kernels know it. */
    PORT_REQUESTED;

    /** The port of one end. */
    public static SocketField port(Side side) {
        return side == Side.LOCAL ? LOCAL_PORT : REMOTE_PORT;
    }

    /** The first eight bytes of one end's address. */
    public static SocketField addressHigh(Side side) {
        return side == Side.LOCAL ? LOCAL_ADDRESS_HIGH : REMOTE_ADDRESS_HIGH;
    }

    /** The last eight bytes of one end's address. */
    public static SocketField addressLow(Side side) {
        return side == Side.LOCAL ? LOCAL_ADDRESS_LOW : REMOTE_ADDRESS_LOW;
    }
}
