package io.conncount.cli.dialect;

import io.conncount.counters.ProcNet;
import io.conncount.socket.Holders;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /** Address, references, protocol, flags, type, state, inode, and a name if it has one: others are parts of names with newlines. */
    private static final Pattern LINE = Pattern.compile(
            "[0-9a-fA-F]{8,16}: ([0-9A-F]{8}) [0-9A-F]{8} ([0-9A-F]{8}) ([0-9A-F]{4}) ([0-9A-F]{2}) +(\\d{1,18})(?: (.*))?",
            Pattern.DOTALL);

    private static final int BLOCK_BYTES = 32 * 1024;

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
    void write(OutputStream out) throws IOException {
        TextBuffer rows = new TextBuffer(2 * BLOCK_BYTES);
        rows.label("Active UNIX domain sockets ").label(line.which());
        rows.label("\nProto RefCnt Flags       Type       State         I-Node  ");
        rows.label(holders.isPresent() ? " PID/Program name    " : "").label(" Path\n");
        // Bytes as characters: names may be anything.
        Path file = ProcNet.OF_THIS_THREAD.resolve("unix");
        try (Scanner lines = new Scanner(new FileInputStream(file.toFile()), StandardCharsets.ISO_8859_1)) {
            lines.useDelimiter("\n");
            while (lines.hasNext()) {
                Matcher columns = LINE.matcher(lines.next());
                if (columns.matches()) {
                    row(columns, rows);
                }
                if (rows.length() >= BLOCK_BYTES) {
                    out.write(rows.bytes(), 0, rows.length());
                    rows.clear();
                }
            }
        }
        out.write(rows.bytes(), 0, rows.length());
    }

    private void row(Matcher columns, TextBuffer out) {
        int flags = Integer.parseUnsignedInt(columns.group(2), 16);
        int state = Integer.parseInt(columns.group(4), 16);
        boolean listens = state == STATE_UNCONNECTED && (flags & FLAG_LISTENS) != 0;
        if (!line.has("a") && listens != line.has("l")) {
            return;
        }
        cell("unix", 5, out);
        cell(Long.toString(Long.parseLong(columns.group(1), 16)), 6, out);
        cell(flags(flags), 11, out);
        cell(named(TYPES, Integer.parseInt(columns.group(3), 16)), 10, out);
        cell(listens ? "LISTENING" : named(STATES, state), 13, out);
        cell(columns.group(5), 8, out);
        if (holders.isPresent()) {
            int holder = holders.get().first(Long.parseLong(columns.group(5)));
            programs.write(holder < 0 ? holder : holders.get().pid(holder), out);
            out.put(' ');
        }
        if (columns.group(6) != null) {
            byte[] name = columns.group(6).getBytes(StandardCharsets.ISO_8859_1);
            Escaper.TEXT.put(out, name, name.length);
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
