package io.conncount.source.recording;

import io.conncount.counters.Measures;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSockDiag;
import io.conncount.source.MissingTableException;
import io.conncount.source.SocketSource;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps in a file what a kernel says of its sockets. */
public final class Recorder {
    private final HostSource.Recordable host;
    private final String version;
    private final List<MissingTableException> missing = new ArrayList<>();
    private Optional<String> caveat = Optional.empty();
    private Optional<String> condition = Optional.empty();

    /**
     * A recorder of this host's sockets.
     *
     * @param version that of the program, for the header
     */
    public Recorder(HostSource.Recordable host, String version) {
        this.host = host;
        this.version = version;
    }

    /** Notes in the file which condition it was taken for. */
    Recorder because(String text) {
        condition = Optional.of(text);
        return this;
    }

    /**
     * Records dumps, one after the other.
     *
     * @param requests what to ask, a table each
     * @param selection the words that say what of these tables was left out; empty if nothing was
     * @param scrub true to make addresses unreadable
     * @param replace true to replace an existing file
     * @return how many sockets and bytes of messages the file holds, and what may be missing
     * @throws RecordingException if the file cannot be written; then none is left
     * @throws KernelException if the kernel refused one of the requests, or shows none of the tables; then no file is left
     *     either
     */
    public DumpResult record(
            Path file, List<DumpRequest> requests, Optional<String> selection, boolean scrub, boolean replace)
            throws RecordingException, KernelException {
        Optional<Scrubber> scrubber = scrub ? Optional.of(new Scrubber()) : Optional.empty();
        try (RecordingWriter writer = new RecordingWriter(file, replace, scrubber)) {
            LinuxSockDiag kernel =
                    new LinuxSockDiag(() -> writer.copying(host.sockDiag().open()));
            HeldSockets source = new HeldSockets(kernel, host.holders());
            RecordingHeader header = header(requests, selection, scrub);
            Optional<Holders> holders = asked(requests, Detail.HOLDERS)
                    ? source.readHolders(Runtime.getRuntime().availableProcessors())
                    : Optional.empty();
            Measures before = host.counters().read();
            RecordedNames.NumberSink numbers = new RecordedNames.NumberSink();
            DumpResult result = DumpResult.NOTHING;
            for (DumpRequest request : requests) {
                result = result.plus(record(source, request, numbers));
            }
            caveat = source.caveat(requests.get(0).protocol());
            if (missing.size() == requests.size()) {
                throw missing.get(0);
            }
            header.counters(before, host.counters().read());
            long namesAtBytes = writer.messageBytes();
            RecordedNames.write(writer, numbers, host.names(), scrubber);
            if (holders.isPresent()) {
                header.holdersAt(writer.messageBytes());
                RecordedHolders.write(writer, holders.get(), scrubber);
            }
            writer.finish(header.sockets(result.sockets()).lengths(namesAtBytes, writer.messageBytes()));
            return result;
        } catch (KernelException | RecordingException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw RecordingException.of(file, e.getCause());
        } catch (IOException e) {
            throw RecordingException.of(file, e);
        }
    }

    private static boolean asked(List<DumpRequest> requests, Detail detail) {
        return requests.stream().anyMatch(request -> request.details().contains(detail));
    }

    private DumpResult record(SocketSource source, DumpRequest request, RecordedNames.NumberSink numbers)
            throws KernelException {
        try {
            return source.dump(request, numbers);
        } catch (MissingTableException e) {
            missing.add(e);
            return DumpResult.NOTHING;
        }
    }

    /** The tables that were to be recorded and that the kernel does not show, so that they are not in the file. */
    public List<MissingTableException> missing() {
        return List.copyOf(missing);
    }

    /** What was not to be seen, for people; empty if nothing. */
    public Optional<String> caveat() {
        return caveat;
    }

    private RecordingHeader header(List<DumpRequest> requests, Optional<String> selection, boolean scrub) {
        // A host that can be recorded has no jails.
        Set<Detail> details = EnumSet.complementOf(EnumSet.of(Detail.JAIL));
        for (DumpRequest request : requests) {
            Set<Detail> untold = EnumSet.copyOf(request.protocol().details());
            untold.removeAll(request.details());
            details.removeAll(untold);
        }
        // A name and a filter say where it was, which scrubbing is to hide.
        return RecordingHeader.now(version)
                .host(scrub ? "scrubbed" : host.name(), host.kernel(), host.arch(), host.namespace())
                .asked(scrub ? selection.map(words -> "scrubbed") : selection, details)
                .ephemeralPorts(host.names().ephemeralPortMin(), host.names().ephemeralPortMax())
                .cgroupPartsKnown(host.names().cgroupPartsKnown() && !scrub)
                .because(scrub ? Optional.empty() : condition)
                .scrubbed(scrub);
    }
}
