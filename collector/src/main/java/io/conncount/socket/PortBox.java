package io.conncount.socket;

/**
 * A rectangle of ports, bounds included. A dump is split over several threads by boxes that do not overlap and cover
 * every pair of ports.
 */
public record PortBox(int localMin, int localMax, int remoteMin, int remoteMax) {
    /** The highest port. */
    public static final int PORT_MAX = 65535;
    /** Every socket. */
    public static final PortBox ALL = new PortBox(0, PORT_MAX, 0, PORT_MAX);

    /** Checks that there is something inside. */
    public PortBox {
        if (localMin < 0 || localMin > localMax || localMax > PORT_MAX) {
            throw new IllegalArgumentException("local ports " + localMin + "-" + localMax);
        }
        if (remoteMin < 0 || remoteMin > remoteMax || remoteMax > PORT_MAX) {
            throw new IllegalArgumentException("remote ports " + remoteMin + "-" + remoteMax);
        }
    }

    /** Those of its sockets whose local port is at most {@code boundary}. */
    public PortBox upToLocal(int boundary) {
        return new PortBox(localMin, boundary, remoteMin, remoteMax);
    }

    /** Those of its sockets whose local port is above {@code boundary}. */
    public PortBox aboveLocal(int boundary) {
        return new PortBox(boundary + 1, localMax, remoteMin, remoteMax);
    }

    /** Those of its sockets whose remote port is at most {@code boundary}. */
    public PortBox upToRemote(int boundary) {
        return new PortBox(localMin, localMax, remoteMin, boundary);
    }

    /** Those of its sockets whose remote port is above {@code boundary}. */
    public PortBox aboveRemote(int boundary) {
        return new PortBox(localMin, localMax, boundary + 1, remoteMax);
    }

    /** As a condition to read: {@code local ports 0-443, remote ports 1024-65535}, or {@code all ports}. */
    @Override
    public String toString() {
        if (equals(ALL)) {
            return "all ports";
        }
        String local = localMin == 0 && localMax == PORT_MAX ? "" : "local ports " + localMin + "-" + localMax;
        String remote = remoteMin == 0 && remoteMax == PORT_MAX ? "" : "remote ports " + remoteMin + "-" + remoteMax;
        return local.isEmpty() || remote.isEmpty() ? local + remote : local + ", " + remote;
    }
}
