package io.conncount.source;

import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.wire.DecodeException;
import io.conncount.wire.linux.ProcNetFile;
import io.conncount.wire.linux.ProcNetLine;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sockets of Linux as {@code /proc/net} shows them in text: for hosts on which sock_diag is not allowed. The kernel
 * writes a line for every socket, for any question, with less data.
 */
public final class ProcNetDump implements SocketSource {
    /** The kernel gives a page at a time. */
    private static final int BUFFER_BYTES = 64 * 1024;
    /** The longest lines are those of UNIX sockets, whose names have 108 bytes. */
    private static final int LINE_BYTES_MAX = 4096;

    private final Path directory;

    /** Reads the files of this directory: {@code ProcNet.OF_THIS_THREAD}. */
    public ProcNetDump(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public Optional<String> sequential() {
        return Optional.of("/proc/net always shows every socket");
    }

    /** The kernel writes the names of UNIX sockets as they are, newlines included (unix_seq_show, Linux 6.18). */
    @Override
    public Optional<String> caveat(Protocol protocol) {
        return protocol == Protocol.UNIX
                ? Optional.of("unix sockets may be too many: a name with a newline can forge lines of /proc/net/unix")
                : Optional.empty();
    }

    /**
     * Shows the sockets of the files of a table.
     *
     * @throws UnsupportedOperationException if a file cannot be read, or lacks the requested data
     */
    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws MissingTableException {
        List<ProcNetFile> files = ProcNetFile.of(request.protocol());
        if (files.isEmpty()) {
            throw missing(request.protocol());
        }
        Set<Detail> untold = EnumSet.noneOf(Detail.class);
        untold.addAll(request.details());
        untold.remove(Detail.UNIX_NAMES);
        if (!untold.isEmpty()) {
            throw new UnsupportedOperationException(
                    "/proc/net does not have the data for this question; use sock_diag");
        }
        MatchingSink matching = new MatchingSink(request, sink);
        DumpResult result = DumpResult.NOTHING;
        for (ProcNetFile file : files) {
            if (request.families().contains(file.family()) && result.fault().isEmpty()) {
                result = result.plus(dump(file, matching, request.socketsMax()));
            }
        }
        return new DumpResult(matching.sockets(), result.bytes(), result.fault());
    }

    private static MissingTableException missing(Protocol protocol) {
        return new MissingTableException(
                "a file of " + protocol.label() + " sockets in /proc/net", Errno.ENOENT, protocol);
    }

    private DumpResult dump(ProcNetFile file, MatchingSink sink, long socketsMax) throws MissingTableException {
        Path path = directory.resolve(file.name());
        try (FileInputStream stream = new FileInputStream(path.toFile())) {
            return new Reading(stream, path, file.line()).run(sink, socketsMax);
        } catch (FileNotFoundException e) {
            // A kernel without IPv6 has no such sockets, and says so by leaving the files out.
            if (file.name().endsWith("6") && Files.notExists(directory.resolve("if_inet6"))) {
                return DumpResult.NOTHING;
            }
            if (Files.notExists(path) && Files.isDirectory(directory)) {
                throw missing(file.protocol());
            }
            throw new UnsupportedOperationException("cannot read " + e.getMessage());
        } catch (IOException e) {
            return new DumpResult(0, 0, Optional.of(path + ": " + e.getMessage()));
        }
    }

    /** One file, from its first line, which names the columns, to its end. */
    private static final class Reading {
        private final FileInputStream stream;
        private final Path path;
        private final ProcNetLine socket;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int filled;
        private long bufferAtBytes;
        private boolean namesRead;

        Reading(FileInputStream stream, Path path, ProcNetLine socket) {
            this.stream = stream;
            this.path = path;
            this.socket = socket;
        }

        DumpResult run(MatchingSink sink, long socketsMax) throws IOException {
            try {
                while (!sink.satisfied() && sink.sockets() < socketsMax) {
                    if (Thread.currentThread().isInterrupted()) {
                        return result(Optional.of(path + ": the dump was interrupted"));
                    }
                    int got = stream.read(buffer, filled, BUFFER_BYTES - filled);
                    if (got < 0) {
                        checkEnd();
                        break;
                    }
                    filled += got;
                    readLines(sink);
                }
            } catch (DecodeException e) {
                return result(Optional.of(path + ": " + e.messageFrom(bufferAtBytes)));
            }
            return result(Optional.empty());
        }

        private DumpResult result(Optional<String> fault) {
            return new DumpResult(0, bufferAtBytes, fault);
        }

        /** Reads the whole lines, and moves what is left to the front. */
        private void readLines(MatchingSink sink) throws DecodeException {
            int from = 0;
            for (int at = 0; at < filled; at++) {
                if (buffer[at] == '\n') {
                    readLine(from, at, sink);
                    from = at + 1;
                }
            }
            if (filled - from > LINE_BYTES_MAX) {
                throw new DecodeException("line", from, "it is longer than " + LINE_BYTES_MAX + " bytes");
            }
            System.arraycopy(buffer, from, buffer, 0, filled - from);
            filled -= from;
            bufferAtBytes += from;
        }

        private void readLine(int from, int end, MatchingSink sink) throws DecodeException {
            if (!namesRead) {
                namesRead = true;
                return;
            }
            try {
                socket.wrap(buffer, from, end);
            } catch (DecodeException e) {
                if (socket.endsInName()) {
                    // The rest of the name in the line before.
                    return;
                }
                throw e;
            }
            sink.accept(socket);
        }

        private void checkEnd() throws DecodeException {
            if (filled > 0 || !namesRead) {
                throw new DecodeException("line", 0, "the file ends within a line");
            }
        }
    }
}
