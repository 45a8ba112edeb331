package io.conncount.cli.dialect;

import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.view.Escaper;
import io.conncount.view.NameTexts;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;

/** A row for each descriptor of a socket, as sockstat of FreeBSD writes them ({@code usr.bin/sockstat}). For one thread. */
final class SockstatLayout implements RowWriter<SocketView> {
    // Where columns begin.
    private static final int LOCAL = 36;
    private static final int REMOTE = LOCAL + 22;
    private static final int PATH_STATE = REMOTE + 22;
    private static final int CONNECTION_STATE = PATH_STATE + 13;

    private static final int USER_WIDTH = 8;
    private static final int COMMAND_WIDTH = 10;
    private static final int PID_WIDTH = 5;
    private static final int DESCRIPTOR_WIDTH = 2;
    private static final int IPV4_LOOPBACK = 127;
    private static final int OCTET_SHIFT = 24;

    private final SockstatCommandLine line;
    private final NameTexts names;
    private final boolean changed;
    private final byte[] text = new byte[256];

    /** @param release the first number of FreeBSD's version */
    SockstatLayout(SockstatCommandLine line, SocketNames hostNames, int release) {
        this.line = line;
        names = new NameTexts(hostNames, Escaper.TEXT);
        changed = release >= Bsd.COLUMNS_CHANGED;
    }

    @Override
    public void header(TextBuffer out) {
        int from = out.length();
        out.label("USER     COMMAND    PID   FD PROTO").padTo(from, LOCAL);
        out.label("LOCAL ADDRESS").padTo(from, REMOTE).label("FOREIGN ADDRESS").padTo(from, PATH_STATE);
        if (line.has("s")) {
            if (!changed) {
                out.label("PATH STATE").padTo(from, CONNECTION_STATE);
            }
            out.label("CONN STATE  ");
        }
        // As they write it, it ends with the last column.
        out.cut(out.length() - (line.has("s") ? 0 : 1));
        out.put('\n');
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        if (!isShown(socket)) {
            return;
        }
        int holder = socket.holder();
        if (holder < 0) {
            row(socket, holder, out);
        }
        for (; holder >= 0; holder = socket.holders().next(holder)) {
            row(socket, holder, out);
        }
    }

    private boolean isShown(SocketView socket) {
        boolean listens = Side.REMOTE.port(socket) == 0 && socket.remoteAddressLow() == 0;
        if (line.has("c") != line.has("l") && listens != line.has("l")) {
            return false;
        }
        if (line.has("L") && isLoopback(socket, Side.REMOTE)) {
            return false;
        }
        return line.ports().isEmpty()
                || line.ports().contains(socket.localPort())
                || line.ports().contains(socket.remotePort());
    }

    private static boolean isLoopback(SocketView socket, Side side) {
        long low = side.addressLow(socket);
        return socket.family() == AddressFamily.IPV4
                ? low >>> OCTET_SHIFT == IPV4_LOOPBACK
                : socket.family() == AddressFamily.IPV6 && side.addressHigh(socket) == 0 && low == 1;
    }

    private void row(SocketView socket, int holder, TextBuffer out) {
        int from = out.length();
        owner(socket, holder, out);
        if (socket.protocol() == Protocol.UNIX) {
            out.label(Bsd.type(socket.type())).padTo(from, LOCAL);
            unix(socket, from, out);
        } else {
            BsdNetstatLayout.protocol(socket, out);
            out.padTo(from, LOCAL);
            end(socket, Side.LOCAL, out);
            end(socket, Side.REMOTE, out.padTo(from, REMOTE));
            if (line.has("s") && (changed || socket.protocol() == Protocol.TCP)) {
                out.padTo(from, changed ? PATH_STATE : CONNECTION_STATE);
                out.label(socket.protocol() == Protocol.TCP ? BsdNetstatLayout.state(socket.state()) : "??");
            }
        }
        out.put('\n');
    }

    private void owner(SocketView socket, int holder, TextBuffer out) {
        if (holder < 0) {
            out.label(changed ? "??       ??         ??    ?? " : "?        ?          ?     ?  ");
            return;
        }
        Holders holders = socket.holders();
        int pid = holders.pid(holder);
        HoldingProcess process = holders.process(pid);
        int from = out.length();
        if (line.has("n")) {
            out.decimal(process.uid());
        } else {
            out.put(names.user(process.uid()));
        }
        cellEnd(from, USER_WIDTH, out);
        from = out.length();
        Escaper.TEXT.put(out, process.name());
        cellEnd(from, COMMAND_WIDTH, out);
        from = out.length();
        out.decimal(pid).padTo(from, PID_WIDTH).put(' ');
        from = out.length();
        out.decimal(holders.descriptor(holder)).padTo(from, DESCRIPTOR_WIDTH).put(' ');
    }

    /** Cuts what is longer. */
    private static void cellEnd(int from, int width, TextBuffer out) {
        out.cut(Math.min(out.length(), from + width));
        out.padTo(from, width).put(' ');
    }

    private void end(SocketView socket, Side side, TextBuffer out) {
        long high = side.addressHigh(socket);
        long low = side.addressLow(socket);
        boolean bracketed = changed && socket.family() == AddressFamily.IPV6;
        if (high == 0 && low == 0) {
            out.put('*');
        } else {
            out.label(bracketed ? "[" : "").address(socket.family(), high, low).label(bracketed ? "]" : "");
        }
        int port = side.port(socket);
        if (port == 0) {
            out.label(":*");
        } else {
            out.put(':').decimal(port);
        }
    }

    private void unix(SocketView socket, int from, TextBuffer out) {
        int nameBytes = Math.min(socket.text(SocketText.UNIX_NAME, text), text.length);
        if (nameBytes > 0) {
            Escaper.TEXT.put(out, text, nameBytes);
        } else if (changed) {
            out.label("??");
        }
        if (changed) {
            out.padTo(from, REMOTE);
        } else if (nameBytes > 0) {
            return;
        }
        if (socket.remoteAddressLow() == 0) {
            out.label(changed ? "??" : "");
            return;
        }
        int peerBytes = Math.min(socket.text(SocketText.UNIX_PEER_NAME, text), text.length);
        out.label("-> ");
        if (peerBytes > 0) {
            Escaper.TEXT.put(out, text, peerBytes);
        } else {
            out.label("??");
        }
    }
}
