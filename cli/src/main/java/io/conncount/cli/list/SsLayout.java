package io.conncount.cli.list;

import io.conncount.cli.list.TcpInfoText.Item;
import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import io.conncount.view.HolderText;
import io.conncount.view.NameTexts;
import io.conncount.view.RowWriter;
import io.conncount.view.SocketColumns;
import io.conncount.view.SocketColumns.Netid;
import io.conncount.view.TextBuffer;
import java.util.Optional;

/** Rows in the format of ss: its columns, followed by what its options add. */
final class SsLayout implements RowWriter<SocketView> {
    private static final int NETID_WIDTH = 5;
    private static final int STATE_WIDTH = 10;
    private static final int QUEUE_WIDTH = 6;

    private static final String[] STATES = states();
    private static final int SHUT_RECEIVING = 1;
    private static final int SHUT_SENDING = 2;

    private static final Item[] MEMORY = {
        new Item("r", SocketNumber.RMEM_ALLOC),
        new Item(",rb", SocketNumber.RCVBUF),
        new Item(",t", SocketNumber.WMEM_ALLOC),
        new Item(",tb", SocketNumber.SNDBUF),
        new Item(",f", SocketNumber.FWD_ALLOC),
        new Item(",w", SocketNumber.WMEM_QUEUED),
        new Item(",o", SocketNumber.OPTMEM),
        new Item(",bl", SocketNumber.BACKLOG),
        new Item(",d", SocketNumber.DROPS),
    };

    /** {@code struct inet_diag_sockopt} of {@code linux/inet_diag.h}, from the lowest bit. */
    private static final String[] SOCKET_OPTIONS = {
        " recverr",
        " is_icsk",
        " freebind",
        " hdrincl",
        " mc_loop",
        " transparent",
        " mc_all",
        " nodefrag",
        " bind_addr_no_port",
        " recverr_rfc4884",
        " defer_connect",
    };

    /** Longer texts are cut: an accept queue has 4,096 entries at most by default, a filter 4,096 instructions. */
    private static final int TEXT_BYTES_MAX = 48 * 1024;

    private final SsOptions options;
    private final SsCells cells;
    private final NameTexts names;
    private final Endpoint endpoint;
    private final TcpInfoText info;
    private final HolderText holders;
    private final byte[] scratch;

    /** Rows with columns that stay. */
    SsLayout(SsOptions options, Optional<Resolver> resolver, SocketNames hostNames) {
        this(options, resolver, hostNames, SsCells.FIXED);
    }

    /**
     * Rows with cells that end so.
     *
     * @param hostNames those of the host that the sockets are from
     */
    SsLayout(SsOptions options, Optional<Resolver> resolver, SocketNames hostNames, SsCells cells) {
        this.options = options;
        this.cells = cells;
        holders = new HolderText(Optional.of(Escaper.COLUMN), options.has(SsPart.STRICT));
        names = new NameTexts(hostNames, Escaper.COLUMN);
        endpoint = new Endpoint(
                cells, names, resolver, options.has(SsPart.STRICT) ? Optional.of(hostNames) : Optional.empty());
        boolean named = resolver.isPresent() && resolver.get().namesServices();
        boolean strict = options.has(SsPart.STRICT);
        scratch = new byte[options.has(SsPart.DETAILS) || options.has(SsPart.FILTER) ? TEXT_BYTES_MAX : 0];
        info = new TcpInfoText(options.has(SsPart.TIMERS), strict, strict && named);
    }

    @Override
    public void header(TextBuffer out) {
        cells.beginRow();
        if (options.has(SsPart.NETID)) {
            cell(out, "Netid", NETID_WIDTH);
        }
        if (options.has(SsPart.STATE)) {
            cell(out, "State", STATE_WIDTH);
        }
        if (options.has(SsPart.QUEUES)) {
            cell(out, "Recv-Q", QUEUE_WIDTH);
            cell(out, "Send-Q", QUEUE_WIDTH);
        }
        end(out, "Local Address");
        end(out.put(' '), "Peer Address");
        out.label("Process\n");
    }

    private void cell(TextBuffer out, String text, int width) {
        int from = out.length();
        cells.left(out.label(text), from, width);
        out.put(' ');
    }

    private void end(TextBuffer out, String address) {
        int from = out.length();
        cells.right(out.label(address), from, SocketColumns.ADDRESS_WIDTH);
        from = out.length();
        cells.left(out.label(":Port"), from, Endpoint.DELIMITED_PORT_WIDTH);
    }

    @Override
    public void row(SocketView socket, TextBuffer out) {
        cells.beginRow();
        if (options.has(SsPart.NETID)) {
            int from = out.length();
            cells.left(out.put(Netid.of(socket)), from, NETID_WIDTH);
            out.put(' ');
        }
        if (options.has(SsPart.STATE)) {
            cell(out, STATES[socket.state().ordinal()], STATE_WIDTH);
        }
        if (options.has(SsPart.QUEUES)) {
            queue(socket.number(SocketNumber.RECVQ), out);
            queue(socket.number(SocketNumber.SENDQ), out);
        }
        endpoint.put(socket, Side.LOCAL, out);
        out.put(' ');
        endpoint.put(socket, Side.REMOTE, out);
        if (options.has(SsPart.PROCESSES) && HolderText.known(socket) && !isHolderLeftOut(socket)) {
            out.label(" users:");
            holders.write(socket, out);
        }
        if (options.has(SsPart.TIMERS)) {
            TimerText.write(socket, out);
        }
        if (options.has(SsPart.MEMORY) && socket.protocol() == Protocol.UNIX) {
            writeMemory(socket, out);
        }
        if (options.has(SsPart.DETAILS)) {
            writeDetails(socket, out);
        }
        if (options.has(SsPart.TRAFFIC_CLASS)) {
            hexadecimal(socket, SocketNumber.TOS, " tos:", out);
            hexadecimal(socket, SocketNumber.TCLASS, " tclass:", out);
            hexadecimal(socket, SocketNumber.CLASS_ID, " class_id:", out);
        }
        if (options.has(SsPart.CGROUP) && socket.cgroupId() != 0) {
            out.label(" cgroup:").put(names.cgroup(socket.cgroupId()));
        }
        if (options.has(SsPart.NETNS)) {
            out.label(" netns:").put(names.netns(socket.number(SocketNumber.NETNS_INODE)));
        }
        writeMore(socket, out);
        out.put('\n');
    }

    /** ss does not look for those of netlink sockets. */
    private boolean isHolderLeftOut(SocketView socket) {
        return options.has(SsPart.STRICT) && socket.protocol() == Protocol.NETLINK;
    }

    private void queue(long number, TextBuffer out) {
        int from = out.length();
        // Even ss has a width for these, which shows where there is no header.
        cells.left(out.decimal(Math.max(0, number)).padTo(from, QUEUE_WIDTH), from, QUEUE_WIDTH);
        out.put(' ');
    }

    private void writeDetails(SocketView socket, TextBuffer out) {
        switch (socket.protocol()) {
            case UNIX -> writeUnixDetails(socket, out);
            case NETLINK -> writeNetlinkDetails(socket, out);
            default -> writeIpDetails(socket, out);
        }
    }

    private void writeUnixDetails(SocketView socket, TextBuffer out) {
        writeShutdown(socket, out);
        long inode = socket.number(SocketNumber.VFS_INODE);
        if (inode != SocketView.UNKNOWN) {
            // major() and minor() of glibc, although the kernel's own numbers are put together in another way.
            long device = socket.number(SocketNumber.VFS_DEVICE);
            out.label(" ino:").decimal(inode).label(" dev:").decimal((device >> 8) & 0xfff);
            out.put('/').decimal((device & 0xff) | ((device >> 12) & 0xfff00));
        }
        int waitingBytes = socket.text(SocketText.UNIX_WAITING, scratch);
        if (waitingBytes >= 0) {
            out.label(waitingBytes == 0 ? " peers:" : " peers: ");
            out.put(scratch, 0, Math.min(waitingBytes, scratch.length));
        }
    }

    /** With zeros as ss has them: sock_diag does not tell the addresses in the kernel's memory. */
    private static void writeNetlinkDetails(SocketView socket, TextBuffer out) {
        long groups = Math.max(0, socket.number(SocketNumber.GROUPS));
        out.label(" sk=0 cb=0 groups=0x");
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            out.hex(groups >>> shift & 0xf);
        }
    }

    private void writeIpDetails(SocketView socket, TextBuffer out) {
        long uid = Math.max(0, socket.number(SocketNumber.UID));
        if (uid > 0) {
            out.label(" uid:").decimal(uid);
        }
        out.label(" ino:").decimal(Math.max(0, socket.number(SocketNumber.INODE)));
        out.label(" sk:").hex(Math.max(0, socket.number(SocketNumber.COOKIE)));
        if (socket.mark() > 0) {
            out.label(" fwmark:0x").hex(socket.mark());
        }
        if (socket.cgroupId() != 0) {
            out.label(" cgroup:").put(names.cgroup(socket.cgroupId()));
        }
        long v6only = socket.number(SocketNumber.V6ONLY);
        if (v6only != SocketView.UNKNOWN && socket.family() == AddressFamily.IPV6) {
            out.label(" v6only:").decimal(v6only);
        }
        writeShutdown(socket, out);
    }

    private static void writeShutdown(SocketView socket, TextBuffer out) {
        long shut = socket.number(SocketNumber.SHUTDOWN);
        if (shut != SocketView.UNKNOWN) {
            out.put(' ').put((shut & SHUT_RECEIVING) != 0 ? '-' : '<').put('-');
            out.put((shut & SHUT_SENDING) != 0 ? '-' : '>');
        }
    }

    private static void hexadecimal(SocketView socket, SocketNumber which, String label, TextBuffer out) {
        long number = socket.number(which);
        if (number == 0) {
            out.label(label).put('0');
        } else if (number != SocketView.UNKNOWN) {
            out.label(label).put('0').put('x').hex(number);
        }
    }

    /** What ss puts on lines of their own. */
    private void writeMore(SocketView socket, TextBuffer out) {
        if (options.has(SsPart.SOCKET_OPTIONS)) {
            writeSocketOptions(socket, out);
        }
        if (socket.protocol() == Protocol.PACKET) {
            writePacket(socket, out);
        }
        writeTcp(socket, out);
    }

    private void writeSocketOptions(SocketView socket, TextBuffer out) {
        long set = socket.number(SocketNumber.INET_OPTIONS);
        if (set != SocketView.UNKNOWN) {
            nextLine(out).label("inet-sockopt: (");
            for (int bit = 0; bit < SOCKET_OPTIONS.length; bit++) {
                if ((set & 1L << bit) != 0) {
                    out.label(SOCKET_OPTIONS[bit]);
                }
            }
            out.put(')');
        }
    }

    private void writePacket(SocketView socket, TextBuffer out) {
        if (options.has(SsPart.DETAILS)) {
            text(socket, SocketText.PACKET_FLAGS, "", "", out);
            text(socket, SocketText.PACKET_RX_RING, "ring_rx(", ")", out);
            text(socket, SocketText.PACKET_TX_RING, "ring_tx(", ")", out);
            text(socket, SocketText.PACKET_FANOUT, "fanout(", ")", out);
        }
        if (options.has(SsPart.FILTER)) {
            text(socket, SocketText.PACKET_FILTER, "bpf filter ", "", out);
        }
    }

    private void text(SocketView socket, SocketText which, String before, String after, TextBuffer out) {
        int bytes = socket.text(which, scratch);
        if (bytes >= 0) {
            nextLine(out)
                    .label(before)
                    .put(scratch, 0, Math.min(bytes, scratch.length))
                    .label(after);
        }
    }

    /** Goes to a line below the row, or on. */
    private TextBuffer nextLine(TextBuffer out) {
        return options.has(SsPart.ONE_LINE) ? out.put(' ') : out.label("\n\t");
    }

    /** As in ss, a TCP socket always has one if it is requested, even if it is empty. */
    private void writeTcp(SocketView socket, TextBuffer out) {
        boolean informative = options.has(SsPart.INFO) && socket.protocol() != Protocol.UDP;
        if (!options.has(SsPart.MEMORY) && !informative) {
            return;
        }
        // The others have it behind their columns.
        if (!options.has(SsPart.ONE_LINE) && socket.protocol().overIp()) {
            out.label("\n\t");
        }
        if (options.has(SsPart.MEMORY) && socket.protocol() != Protocol.UNIX) {
            writeMemory(socket, out);
        }
        if (options.has(SsPart.INFO)) {
            info.write(socket, out);
        }
    }

    private static void writeMemory(SocketView socket, TextBuffer out) {
        if (socket.number(SocketNumber.RMEM_ALLOC) == SocketView.UNKNOWN) {
            return;
        }
        out.label(" skmem:(");
        for (Item item : MEMORY) {
            long number = socket.number(item.number());
            if (number != SocketView.UNKNOWN) {
                out.label(item.label()).decimal(number);
            }
        }
        out.put(')');
    }

    private static String[] states() {
        String[] states = new String[TcpState.values().length];
        for (TcpState state : TcpState.values()) {
            states[state.ordinal()] = state.screenName();
        }
        return states;
    }
}
