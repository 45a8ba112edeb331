package io.conncount.cli.dialect;

import io.conncount.cli.list.Resolver;
import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Sockets as netstat of FreeBSD writes them ({@code usr.bin/netstat}). For one thread. */
final class BsdNetstatLayout implements RowWriter<SocketView> {
    private static final int ADDRESS_DIGITS = 16;
    private static final int QUEUE_WIDTH = 6;
    private static final int LISTEN_WIDTH = 32;
    private static final int STATE_WIDTH = 11;
    private static final int TYPE_WIDTH = 6;
    private static final int END_WIDTH = 22;
    private static final int WIDE_END_WIDTH = 45;
    private static final int END_BESIDE_ADDRESS_WIDTH = 18;

    /** Longer addresses are cut, also where there is room. */
    private static final int ADDRESS_CHARACTERS_MAX = 16;

    private static final int WIDE_ADDRESS_CHARACTERS_MAX = 39;

    private static final Map<TcpState, String> STATES = new EnumMap<>(Map.ofEntries(
            Map.entry(TcpState.CLOSE, "CLOSED"),
            Map.entry(TcpState.LISTEN, "LISTEN"),
            Map.entry(TcpState.SYN_SENT, "SYN_SENT"),
            Map.entry(TcpState.SYN_RECV, "SYN_RCVD"),
            Map.entry(TcpState.ESTABLISHED, "ESTABLISHED"),
            Map.entry(TcpState.CLOSE_WAIT, "CLOSE_WAIT"),
            Map.entry(TcpState.FIN_WAIT1, "FIN_WAIT_1"),
            Map.entry(TcpState.CLOSING, "CLOSING"),
            Map.entry(TcpState.LAST_ACK, "LAST_ACK"),
            Map.entry(TcpState.FIN_WAIT2, "FIN_WAIT_2"),
            Map.entry(TcpState.TIME_WAIT, "TIME_WAIT")));

    private final BsdNetstatCommandLine line;
    private final Optional<Resolver> resolver;
    private final SocketNames names;
    /** Later kernels do not count mbufs. */
    private final boolean countsShown;

    private final int protocolWidth;
    private final int endWidth;
    private final byte[] text = new byte[256];

    /** @param release the first number of FreeBSD's version */
    BsdNetstatLayout(BsdNetstatCommandLine line, Optional<Resolver> resolver, SocketNames names, int release) {
        this.line = line;
        this.resolver = resolver;
        this.names = names;
        countsShown = release < Bsd.MBUFS_UNCOUNTED;
        protocolWidth = release >= Bsd.COLUMNS_CHANGED ? 9 : 5;
        if (line.has("W")) {
            endWidth = line.ipv6() ? WIDE_END_WIDTH : END_WIDTH;
        } else {
            endWidth = line.has("A") ? END_BESIDE_ADDRESS_WIDTH : END_WIDTH;
        }
    }

    /** The name of a state. */
    static String state(TcpState state) {
        return STATES.get(state);
    }

    @Override
    public void header(TextBuffer out) {
        if (line.has("L")) {
            out.label("Current listen queue sizes (qlen/incqlen/maxqlen)\n");
        } else {
            out.label("Active Internet connections").label(line.has("a") ? " (including servers)" : "");
            out.put('\n');
        }
        if (line.has("A")) {
            cell("Tcpcb", ADDRESS_DIGITS, out);
        }
        if (line.has("L")) {
            cell("Proto", 5, out);
            cell("Listen", LISTEN_WIDTH, out);
            cell("Local Address", WIDE_END_WIDTH - 1, out);
        } else {
            cell("Proto", protocolWidth, out);
            out.label("Recv-Q Send-Q ");
            cell("Local Address", endWidth, out);
            cell("Foreign Address", endWidth, out);
            headerBehindEnds(out);
        }
        out.put('\n');
    }

    private void headerBehindEnds(TextBuffer out) {
        if (!line.has("x")) {
            cell("(state)", STATE_WIDTH - 1, out);
            return;
        }
        if (countsShown) {
            out.label("R-MBUF S-MBUF R-CLUS S-CLUS ");
        }
        out.label("R-HIWA S-HIWA R-LOWA S-LOWA R-BCNT S-BCNT R-BMAX S-BMAX");
        out.label("   rexmt persist    keep    2msl  delack rcvtime");
    }

    /** What stands above UNIX sockets. */
    static void unixHeader(TextBuffer out) {
        out.label("Active UNIX domain sockets\nAddress          Type   Recv-Q Send-Q");
        out.label("            Inode             Conn             Refs          Nextref Addr\n");
    }

    private static void cell(String value, int width, TextBuffer out) {
        int from = out.length();
        out.label(value).padTo(from, width).put(' ');
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        if (socket.protocol() == Protocol.UNIX) {
            unixRow(socket, out);
            out.put('\n');
        } else if (line.shows(socket)) {
            internetRow(socket, out);
            out.put('\n');
        }
    }

    private void internetRow(SocketView socket, TextBuffer out) {
        if (line.has("A")) {
            address(socket.number(SocketNumber.PCB), out);
            out.put(' ');
        }
        int from = out.length();
        protocol(socket, out);
        out.padTo(from, protocolWidth).put(' ');
        if (line.has("L")) {
            queues(socket, out);
            end(socket, Side.LOCAL, WIDE_END_WIDTH, out);
            return;
        }
        boolean listens = socket.state() == TcpState.LISTEN;
        queue(listens ? 0 : socket.number(SocketNumber.RECVQ), out);
        queue(listens ? 0 : socket.number(SocketNumber.SENDQ), out);
        end(socket, Side.LOCAL, endWidth, out);
        end(socket, Side.REMOTE, endWidth, out);
        if (line.has("x")) {
            // Each text begins with a blank, and the column before ends with one.
            out.cut(out.length() - 1);
            buffers(socket, out);
        } else if (socket.protocol() == Protocol.TCP) {
            from = out.length();
            out.label(STATES.get(socket.state())).padTo(from, STATE_WIDTH);
        }
    }

    private void buffers(SocketView socket, TextBuffer out) {
        if (countsShown) {
            text(socket, SocketText.BUFFER_COUNTS, out);
        }
        text(socket, SocketText.BUFFER_SIZES, out);
        text(socket, SocketText.TIMERS, out);
    }

    private void text(SocketView socket, SocketText which, TextBuffer out) {
        out.put(text, 0, Math.max(0, socket.text(which, text)));
    }

    /** Three letters of the protocol, and the families that it speaks. */
    static void protocol(SocketView socket, TextBuffer out) {
        out.label(
                socket.protocol() == Protocol.RAW
                        ? rawName(socket.localPort())
                        : socket.protocol().label());
        if (socket.family() == AddressFamily.IPV4) {
            out.put('4');
        } else {
            out.label(socket.number(SocketNumber.V6ONLY) == 0 ? "46" : "6");
        }
    }

    private static String rawName(int protocol) {
        return switch (protocol) {
            case 1, 58 -> "icm";
            case 2 -> "igm";
            case 103 -> "pim";
            default -> "ip ";
        };
    }

    private static void queue(long bytes, TextBuffer out) {
        int from = out.length();
        out.decimal(Math.max(0, bytes)).alignRight(from, QUEUE_WIDTH).put(' ');
    }

    private static void queues(SocketView socket, TextBuffer out) {
        int from = out.length();
        out.decimal(Math.max(0, socket.number(SocketNumber.RECVQ))).put('/');
        out.decimal(Math.max(0, socket.number(SocketNumber.INCQLEN))).put('/');
        out.decimal(Math.max(0, socket.number(SocketNumber.SENDQ)))
                .padTo(from, LISTEN_WIDTH)
                .put(' ');
    }

    private void end(SocketView socket, Side side, int width, TextBuffer out) {
        int from = out.length();
        long high = side.addressHigh(socket);
        long low = side.addressLow(socket);
        byte[] name = resolver.isPresent() ? resolver.get().host(socket.family(), high, low) : null;
        if (high == 0 && low == 0) {
            out.put('*');
        } else if (name != null) {
            out.put(name);
        } else {
            out.address(socket.family(), high, low);
            if (side == Side.LOCAL && socket.interfaceIndex() > 0) {
                out.put('%').label(names.interfaceName(socket.interfaceIndex()).orElse("?"));
            }
        }
        out.cut(Math.min(out.length(), from + (line.has("W") ? WIDE_ADDRESS_CHARACTERS_MAX : ADDRESS_CHARACTERS_MAX)));
        port(socket, side, out.put('.'));
        out.padTo(from, width);
        out.cut(Math.min(out.length(), from + width));
        out.put(' ');
    }

    private void port(SocketView socket, Side side, TextBuffer out) {
        int number = socket.protocol() == Protocol.RAW ? 0 : side.port(socket);
        byte[] service = resolver.isPresent() ? resolver.get().service(socket.protocol(), number) : null;
        if (number == 0) {
            out.put('*');
        } else if (service != null) {
            out.put(service);
        } else {
            out.decimal(number);
        }
    }

    private void unixRow(SocketView socket, TextBuffer out) {
        boolean listens = socket.state() == TcpState.LISTEN;
        int nameBytes = Math.min(socket.text(SocketText.UNIX_NAME, text), text.length);
        if (line.has("L")) {
            cell("unix", 5, out);
            queues(socket, out);
            Escaper.TEXT.put(out, text, Math.max(0, nameBytes));
            return;
        }
        address(socket.localAddressLow(), out);
        out.put(' ');
        cell(Bsd.type(socket.type()), TYPE_WIDTH, out);
        queue(listens ? 0 : socket.number(SocketNumber.RECVQ), out);
        queue(listens ? 0 : socket.number(SocketNumber.SENDQ), out);
        text(socket, SocketText.UNIX_REFERENCES, out);
        nameBytes = Math.min(socket.text(SocketText.UNIX_NAME, text), text.length);
        if (nameBytes > 0) {
            Escaper.TEXT.put(out.put(' '), text, nameBytes);
        }
    }

    private static void address(long number, TextBuffer out) {
        int from = out.length();
        out.hex(number == SocketView.UNKNOWN ? 0 : number).alignRight(from, ADDRESS_DIGITS);
    }
}
