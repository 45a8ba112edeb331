package io.conncount.cli.dialect;

import io.conncount.counters.ProcNet;
import io.conncount.socket.Holders;
import io.conncount.sys.KernelFile;
import io.conncount.sys.NameText;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.util.Optional;

/**
 * UNIX sockets as netstat writes them, from the file from which it reads them ({@code unix_seq_show}, {@code net/unix/af_unix.c}): only
 * there the kernel shows how many references and which flags a socket has.
 */
final class NetstatUnix {
    // linux/net.h, include/uapi/linux/net.h
    private static final int FLAG_LISTENS = 1 << 16;
    private static final int FLAG_WAITS_FOR_DATA = 1 << 17;
    private static final int FLAG_NO_SPACE = 1 << 18;
    private static final int STATE_UNCONNECTED = 1;

    private static final String[] TYPES = {"0", "STREAM", "DGRAM", "RAW", "RDM", "SEQPACKET"};
    private static final String[] STATES = {"FREE", "", "CONNECTING", "CONNECTED", "DISCONNECTING"};
    /** Address, references, protocol, flags, type, state, inode, and a name if it has one. */
    private static final int COLUMNS = 8;

    private final NetstatCommandLine line;
    private final Optional<Holders> holders;
    private final ProgramNames programs;

    /** @param holders empty if processes are not asked for */
    NetstatUnix(NetstatCommandLine line, Optional<Holders> holders, ProgramNames programs) {
        this.line = line;
        this.holders = holders;
        this.programs = programs;
    }

    /** Writes those of the thread's network namespace. */
    void write(TextBuffer out) throws IOException {
        out.label("Active UNIX domain sockets ").label(line.which());
        out.label("\nProto RefCnt Flags       Type       State         I-Node  ");
        out.label(holders.isPresent() ? " PID/Program name    " : "").label(" Path\n");
        byte[] file = KernelFile.bytes(ProcNet.OF_THIS_THREAD.resolve("unix"));
        String[] rows = NameText.of(file, file.length).split("\n");
        for (int i = 1; i < rows.length; i++) {
            String[] columns = rows[i].stripLeading().split(" +", COLUMNS);
            // A name with a newline makes lines that are none.
            if (columns.length >= COLUMNS - 1 && columns[0].endsWith(":")) {
                row(columns, out);
            }
        }
    }

    private void row(String[] columns, TextBuffer out) {
        int flags = Integer.parseUnsignedInt(columns[3], 16);
        int state = Integer.parseInt(columns[5], 16);
        boolean listens = state == STATE_UNCONNECTED && (flags & FLAG_LISTENS) != 0;
        if (!line.has("a") && listens != line.has("l")) {
            return;
        }
        cell("unix", 5, out);
        cell(Long.toString(Long.parseLong(columns[1], 16)), 6, out);
        cell(flags(flags), 11, out);
        cell(named(TYPES, Integer.parseInt(columns[4], 16)), 10, out);
        cell(listens ? "LISTENING" : named(STATES, state), 13, out);
        cell(columns[6], 8, out);
        if (holders.isPresent()) {
            int holder = holders.get().first(Long.parseLong(columns[6]));
            programs.write(holder < 0 ? holder : holders.get().pid(holder), out);
            out.put(' ');
        }
        if (columns.length == COLUMNS) {
            Escaper.TEXT.put(out, columns[COLUMNS - 1]);
        }
        out.put('\n');
    }

    private static void cell(String text, int width, TextBuffer out) {
        int from = out.length();
        out.label(text).padTo(from, width).put(' ');
    }

    private static String named(String[] names, int number) {
        return number < names.length ? names[number] : "UNKNOWN";
    }

    private static String flags(int flags) {
        return "[ " + ((flags & FLAG_LISTENS) != 0 ? "ACC " : "") + ((flags & FLAG_WAITS_FOR_DATA) != 0 ? "W " : "")
                + ((flags & FLAG_NO_SPACE) != 0 ? "N " : "") + "]";
    }
}
