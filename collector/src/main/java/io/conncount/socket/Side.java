package io.conncount.socket;

/** The end of a connection that a key looks at. */
public enum Side {
    LOCAL("local", "src", "sport") {
        @Override
        public int port(SocketView socket) {
            return socket.localPort();
        }

        @Override
        public long addressHigh(SocketView socket) {
            return socket.localAddressHigh();
        }

        @Override
        public long addressLow(SocketView socket) {
            return socket.localAddressLow();
        }
    },
    REMOTE("remote", "dst", "dport") {
        @Override
        public int port(SocketView socket) {
            return socket.remotePort();
        }

        @Override
        public long addressHigh(SocketView socket) {
            return socket.remoteAddressHigh();
        }

        @Override
        public long addressLow(SocketView socket) {
            return socket.remoteAddressLow();
        }
    };

    private final String label;
    private final String hostField;
    private final String portField;

    Side(String label, String hostField, String portField) {
        this.label = label;
        this.hostField = hostField;
        this.portField = portField;
    }

    /** The name, as in {@code local-port}. */
    public String label() {
        return label;
    }

    /** What a filter calls the address of this end: {@code src} or {@code dst}. */
    public String hostField() {
        return hostField;
    }

    /** What a filter calls the port of this end: {@code sport} or {@code dport}. */
    public String portField() {
        return portField;
    }

    /** The port, 0 to 65535. */
    public abstract int port(SocketView socket);

    /** The first eight bytes of the address, as {@link SocketView} gives them. */
    public abstract long addressHigh(SocketView socket);

    /** The last eight bytes of the address. */
    public abstract long addressLow(SocketView socket);
}
