package io.conncount.socket;

/** The end of a connection that a key looks at. */
public enum Side {
    LOCAL("local") {
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
    REMOTE("remote") {
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

    Side(String label) {
        this.label = label;
    }

    /** The name, as in {@code local-port}. */
    public String label() {
        return label;
    }

    /** The port, 0 to 65535. */
    public abstract int port(SocketView socket);

    /** The first eight bytes of the address, as {@link SocketView} gives them. */
    public abstract long addressHigh(SocketView socket);

    /** The last eight bytes of the address. */
    public abstract long addressLow(SocketView socket);
}
