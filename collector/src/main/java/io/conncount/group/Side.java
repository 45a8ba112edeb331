package io.conncount.group;

import io.conncount.socket.SocketView;

/** The end of a connection that a key looks at. */
enum Side {
    LOCAL("local") {
        @Override
        int port(SocketView socket) {
            return socket.localPort();
        }

        @Override
        long addressHigh(SocketView socket) {
            return socket.localAddressHigh();
        }

        @Override
        long addressLow(SocketView socket) {
            return socket.localAddressLow();
        }
    },
    REMOTE("remote") {
        @Override
        int port(SocketView socket) {
            return socket.remotePort();
        }

        @Override
        long addressHigh(SocketView socket) {
            return socket.remoteAddressHigh();
        }

        @Override
        long addressLow(SocketView socket) {
            return socket.remoteAddressLow();
        }
    };

    private final String label;

    Side(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract int port(SocketView socket);

    abstract long addressHigh(SocketView socket);

    abstract long addressLow(SocketView socket);
}
