package io.conncount.socket;

/**
 * The sockets with ports within inclusive bounds. A dump is split among several threads by boxes that do
 * not overlap and together hold every socket.
 *
 * @param largerMin the least that the larger of the two ports may be
 */
public record PortBox(int localMin, int localMax, int remoteMin, int remoteMax, int largerMin) {
    /** The highest port. */
    public static final int PORT_MAX = 65535;
    /** Every socket. */
    public static final PortBox ALL = new PortBox(0, PORT_MAX, 0, PORT_MAX, 0);

    /** Checks that there can be something inside. */
    public PortBox {
        if (localMin < 0 || localMin > localMax || localMax > PORT_MAX) {
            throw new IllegalArgumentException("local ports " + localMin + "-" + localMax);
        }
        if (remoteMin < 0 || remoteMin > remoteMax || remoteMax > PORT_MAX) {
            throw new IllegalArgumentException("remote ports " + remoteMin + "-" + remoteMax);
        }
        if (largerMin < 0 || largerMin > Math.max(localMax, remoteMax)) {
            throw new IllegalArgumentException("larger port from " + largerMin);
        }
    }

    /** True if a socket with these ports is inside. */
    public boolean contains(int localPort, int remotePort) {
        return localPort >= localMin
                && localPort <= localMax
                && remotePort >= remoteMin
                && remotePort <= remoteMax
                && Math.max(localPort, remotePort) >= largerMin;
    }

    /** The part with local ports up to {@code boundary}. */
    public PortBox upToLocal(int boundary) {
        return new PortBox(localMin, boundary, remoteMin, remoteMax, largerMin);
    }

    /** The part with local ports above {@code boundary}. */
    public PortBox aboveLocal(int boundary) {
        return new PortBox(boundary + 1, localMax, remoteMin, remoteMax, largerMin);
    }

    /** The part with remote ports up to {@code boundary}. */
    public PortBox upToRemote(int boundary) {
        return new PortBox(localMin, localMax, remoteMin, boundary, largerMin);
    }

    /** The part with remote ports above {@code boundary}. */
    public PortBox aboveRemote(int boundary) {
        return new PortBox(localMin, localMax, boundary + 1, remoteMax, largerMin);
    }

    /** The part with both ports up to {@code boundary}. */
    public PortBox upToLarger(int boundary) {
        return new PortBox(localMin, Math.min(localMax, boundary), remoteMin, Math.min(remoteMax, boundary), largerMin);
    }

    /** The part with a port above {@code boundary}. */
    public PortBox aboveLarger(int boundary) {
        return new PortBox(localMin, localMax, remoteMin, remoteMax, boundary + 1);
    }

    /** As a condition to read: {@code local ports 0-443, larger port from 40000}, or {@code all ports}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (localMin > 0 || localMax < PORT_MAX) {
            text.append(", local ports ").append(localMin).append('-').append(localMax);
        }
        if (remoteMin > 0 || remoteMax < PORT_MAX) {
            text.append(", remote ports ").append(remoteMin).append('-').append(remoteMax);
        }
        if (largerMin > 0) {
            text.append(", larger port from ").append(largerMin);
        }
        return text.isEmpty() ? "all ports" : text.substring(2);
    }
}
