package io.conncount.cli.list;

import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.EtherType;
import io.conncount.socket.NetlinkProtocol;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.sys.Processes;
import io.conncount.view.Escaper;
import io.conncount.view.NameTexts;
import io.conncount.view.SocketColumns;
import io.conncount.view.TextBuffer;
import java.util.Optional;

/**
 * One end of a socket as ss writes it: the address aligned to the right, a delimiter, the port aligned to the left. What
 * they are in families other than IP is described in {@link SocketView}.
 */
final class Endpoint {
    /** ss makes its columns as wide as the longest address it is going to show; we do not know it when we begin. */
    private static final int ADDRESS_WIDTH = SocketColumns.ADDRESS_WIDTH;

    /** With the delimiter. */
    static final int DELIMITED_PORT_WIDTH = 6;

    private static final int UNIX_NAME_BYTES_MAX = 108;
    private static final int ANY_ETHERNET_PROTOCOL = 3;
    private static final int ANY = -1;

    private final SsCells cells;
    private final NameTexts names;
    private final Optional<Resolver> resolver;
    private final Escaper unixEscaper;
    private final int unnamedPortMin;
    private final int unnamedPortMax;
    private final byte[] unixName = new byte[UNIX_NAME_BYTES_MAX];

    /**
     * A writer of ends.
     *
     * @param cells how cells end
     * @param resolver has names for addresses and ports; empty to show numbers
     * @param strict the host whose local ports, as the kernel chooses them, have no names, and blanks in names stay, as in ss; empty
     *     to name those ports and escape those blanks
     */
    Endpoint(SsCells cells, NameTexts names, Optional<Resolver> resolver, Optional<SocketNames> strict) {
        this.cells = cells;
        this.names = names;
        unixEscaper = strict.isPresent() ? Escaper.TEXT : Escaper.COLUMN;
        boolean unnamed = strict.isPresent() && resolver.isPresent();
        unnamedPortMin = unnamed ? strict.get().ephemeralPortMin() : Integer.MAX_VALUE;
        unnamedPortMax = unnamed ? strict.get().ephemeralPortMax() : 0;
        this.resolver = resolver;
    }

    void put(SocketView socket, Side side, TextBuffer out) {
        switch (socket.family()) {
            case IPV4, IPV6 -> putIp(socket, side, out);
            case UNIX -> putUnix(socket, side, out);
            case PACKET -> putPacket(socket, side, out);
            case NETLINK -> putNetlink(socket, side, out);
            case VSOCK -> putVsock(socket, side, out);
        }
    }

    private void putIp(SocketView socket, Side side, TextBuffer out) {
        int from = out.length();
        putIpAddress(socket, side, out);
        int index = side == Side.LOCAL ? socket.interfaceIndex() : 0;
        if (index > 0) {
            out.put('%').put(names.interfaceName(index));
        }
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put(':');
        int port = side.port(socket);
        boolean chosen = port >= unnamedPortMin && port <= unnamedPortMax && socket.protocol() != Protocol.RAW;
        byte[] service = resolver.isPresent() && !chosen ? resolver.get().service(socket.protocol(), port) : null;
        if (port == 0) {
            out.put('*');
        } else if (service != null) {
            out.put(service);
        } else {
            out.decimal(port);
        }
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }

    private void putIpAddress(SocketView socket, Side side, TextBuffer out) {
        AddressFamily family = socket.family();
        long high = side.addressHigh(socket);
        long low = side.addressLow(socket);
        boolean ipv6 = family == AddressFamily.IPV6;
        if (ipv6 && high == 0 && low == 0 && socket.number(SocketNumber.V6ONLY) <= 0) {
            out.put('*');
            return;
        }
        byte[] name = resolver.isPresent() ? resolver.get().host(family, high, low) : null;
        if (name != null) {
            out.put(name);
        } else if (ipv6) {
            out.put('[').address(family, high, low).put(']');
        } else {
            out.address(family, high, low);
        }
    }

    private void putUnix(SocketView socket, Side side, TextBuffer out) {
        int from = out.length();
        int nameBytes = side == Side.LOCAL ? unixName(socket) : 0;
        if (nameBytes > 0) {
            unixEscaper.put(out, unixName, nameBytes);
        } else {
            out.put('*');
        }
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put(' ');
        out.decimal(side.addressLow(socket));
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }

    /** An abstract name begins with a zero byte; as ss does, all of its zero bytes are shown as {@code @}. */
    private int unixName(SocketView socket) {
        int bytes = Math.min(socket.text(SocketText.UNIX_NAME, unixName), UNIX_NAME_BYTES_MAX);
        boolean isAbstract = bytes > 0 && unixName[0] == 0;
        while (!isAbstract && bytes > 0 && unixName[bytes - 1] == 0) {
            bytes--;
        }
        for (int i = 0; isAbstract && i < bytes; i++) {
            unixName[i] = unixName[i] == 0 ? (byte) '@' : unixName[i];
        }
        return bytes;
    }

    private void putPacket(SocketView socket, Side side, TextBuffer out) {
        if (side == Side.REMOTE) {
            putNobody(out);
            return;
        }
        int from = out.length();
        int protocol = socket.localPort();
        Optional<String> name = named() ? EtherType.name(protocol) : Optional.empty();
        if (protocol == ANY_ETHERNET_PROTOCOL) {
            out.put('*');
        } else if (name.isPresent()) {
            out.label(name.get());
        } else {
            out.put('[').decimal(protocol).put(']');
        }
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put(':');
        if (socket.interfaceIndex() <= 0) {
            out.put('*');
        } else {
            out.put(names.interfaceName(socket.interfaceIndex()));
        }
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }

    private void putNetlink(SocketView socket, Side side, TextBuffer out) {
        long address = side.addressLow(socket);
        int port = side.port(socket);
        if (side == Side.REMOTE && address == 0 && port == 0) {
            putNobody(out);
            return;
        }
        int from = out.length();
        boolean named = side == Side.LOCAL && named();
        Optional<String> name = named ? NetlinkProtocol.name(address) : Optional.empty();
        if (name.isPresent()) {
            out.label(name.get());
        } else {
            out.decimal(address);
        }
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put(':');
        String process = named && port > 0 ? Processes.name(port) : "";
        if (named && port == 0) {
            out.label("kernel");
        } else if (!process.isEmpty()) {
            Escaper.COLUMN.put(out, process);
            out.put('/').decimal(port);
        } else if (port == ANY) {
            out.put('*');
        } else if (port < 0) {
            // Ports that the kernel chose are negative to iproute2.
            out.put('-').decimal(-(long) port);
        } else {
            out.decimal(port);
        }
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }

    private boolean named() {
        return resolver.isPresent() && resolver.get().namesServices();
    }

    private void putVsock(SocketView socket, Side side, TextBuffer out) {
        int from = out.length();
        putUnlessAny((int) side.addressLow(socket), out);
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put(':');
        putUnlessAny(side.port(socket), out);
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }

    private static void putUnlessAny(int number, TextBuffer out) {
        if (number == ANY) {
            out.put('*');
        } else {
            out.decimal(Integer.toUnsignedLong(number));
        }
    }

    private void putNobody(TextBuffer out) {
        int from = out.length();
        cells.right(out, from, ADDRESS_WIDTH);
        from = out.length();
        out.put('*');
        cells.left(out, from, DELIMITED_PORT_WIDTH);
    }
}
