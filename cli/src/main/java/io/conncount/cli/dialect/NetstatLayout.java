package io.conncount.cli.dialect;

import io.conncount.cli.list.Resolver;
import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import io.conncount.view.NameTexts;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.util.Locale;
import java.util.Optional;

/** Internet sockets as netstat writes them. For one thread. */
final class NetstatLayout implements RowWriter<SocketView> {
    private static final int PROTOCOL_WIDTH = 4;
    private static final int QUEUE_WIDTH = 6;
    private static final int END_WIDTH = 23;
    private static final int STATE_WIDTH = 11;
    private static final int USER_WIDTH = 10;

    /** Longer ends are cut, but for four characters of the address at the least. */
    private static final int END_CHARACTERS_MAX = 22;

    private static final int ADDRESS_CHARACTERS_MIN = 4;
    private static final int MILLISECONDS_PER_HUNDREDTH = 10;
    private static final String[] TIMERS = {"off", "on", "keepalive", "timewait", "probe"};
    private static final String[] STATES = states();

    private final NetstatCommandLine line;
    private final Optional<Resolver> resolver;
    private final NameTexts names;
    private final ProgramNames programs;
    private final TextBuffer port = new TextBuffer(32);

    NetstatLayout(NetstatCommandLine line, Optional<Resolver> resolver, SocketNames hostNames, ProgramNames programs) {
        this.line = line;
        this.resolver = resolver;
        names = new NameTexts(hostNames, Escaper.TEXT);
        this.programs = programs;
    }

    private static String[] states() {
        String[] names = new String[TcpState.values().length];
        for (TcpState state : TcpState.values()) {
            // FIN_WAIT1, as RFC 9293 has it but for the hyphens.
            names[state.ordinal()] = state.label().toUpperCase(Locale.ROOT);
        }
        return names;
    }

    @Override
    public void header(TextBuffer out) {
        out.label("Active Internet connections ").label(line.which());
        out.label("\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ");
        if (line.has("e")) {
            out.label(" User       Inode     ");
        }
        if (line.has("p")) {
            out.label(" PID/Program name    ");
        }
        if (line.has("o")) {
            out.label(" Timer");
        }
        out.put('\n');
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        int from = out.length();
        protocol(socket, out);
        out.padTo(from, PROTOCOL_WIDTH).label("  ");
        queue(socket.number(SocketNumber.RECVQ), out);
        // To /proc/net/tcp, a listener has none.
        queue(socket.state() == TcpState.LISTEN ? 0 : socket.number(SocketNumber.SENDQ), out);
        end(socket, Side.LOCAL, out);
        end(socket, Side.REMOTE, out);
        from = out.length();
        state(socket, out);
        out.padTo(from, STATE_WIDTH);
        if (line.has("e")) {
            owner(socket, out);
        }
        if (line.has("p")) {
            programs.write(socket, out.put(' '));
        }
        if (line.has("o")) {
            timer(socket, out);
        }
        out.put('\n');
    }

    private static void protocol(SocketView socket, TextBuffer out) {
        out.label(
                socket.protocol() == Protocol.UDPLITE
                        ? "udpl"
                        : socket.protocol().label());
        if (socket.family() == AddressFamily.IPV6) {
            out.put('6');
        }
    }

    private static void queue(long number, TextBuffer out) {
        int from = out.length();
        out.decimal(Math.max(0, number)).alignRight(from, QUEUE_WIDTH).put(' ');
    }

    private void end(SocketView socket, Side side, TextBuffer out) {
        int from = out.length();
        address(socket, side, out);
        port(socket, side);
        int portCharacters = port.length();
        if (!line.has("W") && out.length() - from + portCharacters > END_CHARACTERS_MAX) {
            portCharacters = Math.min(portCharacters, END_CHARACTERS_MAX - ADDRESS_CHARACTERS_MIN);
            out.cut(from + END_CHARACTERS_MAX - portCharacters);
        }
        out.put(':').put(port.bytes(), 0, portCharacters).padTo(from, END_WIDTH).put(' ');
    }

    private void address(SocketView socket, Side side, TextBuffer out) {
        AddressFamily family = socket.family();
        long high = side.addressHigh(socket);
        long low = side.addressLow(socket);
        boolean mapped = family == AddressFamily.IPV6 && AddressText.isIpv4Mapped(high, low);
        byte[] name = resolver.isPresent() && !mapped ? resolver.get().host(family, high, low) : null;
        if (mapped) {
            out.address(AddressFamily.IPV4, 0, low & 0xffff_ffffL);
        } else if (name != null) {
            out.put(name);
        } else if (resolver.isPresent() && family == AddressFamily.IPV6 && high == 0 && low == 0) {
            out.label("[::]");
        } else {
            out.address(family, high, low);
        }
    }

    private void port(SocketView socket, Side side) {
        port.clear();
        int number = side.port(socket);
        byte[] service = resolver.isPresent() ? resolver.get().service(socket.protocol(), number) : null;
        if (number == 0) {
            port.put('*');
        } else if (service != null) {
            port.put(service);
        } else {
            port.decimal(number);
        }
    }

    private static void state(SocketView socket, TextBuffer out) {
        if (socket.protocol() == Protocol.RAW) {
            // The kernel counts them from 1 in this order (net/tcp_states.h).
            out.decimal(socket.state().ordinal() + 1);
        } else if (socket.protocol() == Protocol.TCP || socket.state() != TcpState.CLOSE) {
            out.label(STATES[socket.state().ordinal()]);
        }
    }

    private void owner(SocketView socket, TextBuffer out) {
        long uid = Math.max(0, socket.number(SocketNumber.UID));
        int from = out.put(' ').length();
        if (line.has("n") || line.has("numeric-users")) {
            out.decimal(uid);
        } else {
            out.put(names.user(uid));
        }
        out.padTo(from, USER_WIDTH).put(' ');
        from = out.length();
        out.decimal(Math.max(0, socket.number(SocketNumber.INODE))).padTo(from, USER_WIDTH);
    }

    private static void timer(SocketView socket, TextBuffer out) {
        out.put(' ');
        if (socket.timer() < TIMERS.length) {
            out.label(TIMERS[socket.timer()]);
        } else {
            out.label("unkn-").decimal(socket.timer());
        }
        long hundredths = socket.timer() == 0
                ? 0
                : Math.max(0, socket.number(SocketNumber.TIMER_MS)) / MILLISECONDS_PER_HUNDREDTH;
        out.label(" (").decimals(hundredths, 2).put('/');
        out.decimal(Math.max(0, socket.number(SocketNumber.RETRANSMITS))).label("/0)");
    }
}
