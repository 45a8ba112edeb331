package io.conncount.source.recording;

import io.conncount.counters.CounterSource;
import io.conncount.counters.Measures;
import io.conncount.names.KnownNames;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.KernelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A host as a recording shows it. */
public final class RecordedHost {
    private static final String UNKNOWN = "unknown";

    private RecordedHost() {}

    /**
     * The host that a recording was made on: a file of messages of sock_diag, or a directory of sysctls of FreeBSD, with
     * {@code :SET} after it if necessary.
     *
     * @throws RecordingException if it cannot be read, or is not a recording
     */
    public static Host open(Path from) throws RecordingException {
        Optional<CapturedSysctls> sysctls = CapturedSysctls.find(from);
        if (sysctls.isPresent()) {
            return ofSysctls(sysctls.get());
        }
        try {
            return ofMessages(Recording.open(from));
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(from, e);
        }
    }

    /**
     * The host that a stream of messages of sock_diag was recorded on; all of it is read first.
     *
     * @param name what errors call the stream
     * @throws RecordingException if it cannot be read, or is not a recording
     */
    public static Host open(InputStream stream, String name) throws RecordingException {
        try {
            return ofMessages(Recording.open(stream, name));
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(Path.of(name), e);
        }
    }

    private static Host ofSysctls(CapturedSysctls sysctls) {
        Host host = HostSource.freeBsd(sysctls);
        return new Host(
                host.name(),
                host.sockets(),
                host.counters(),
                host.kernel(),
                KnownNames.NONE,
                host.holders(),
                Optional.of(new Host.Recorded(sysctls.time(), Optional.empty())));
    }

    private static Host ofMessages(Recording recording) throws IOException {
        Optional<RecordingHeader> header = recording.header();
        CounterSource counters = header.isPresent() ? new RecordedCounters(header.get()) : () -> Measures.NONE;
        return new Host(
                header.flatMap(RecordingHeader::host).orElse(UNKNOWN),
                new RecordedDump(recording),
                counters,
                KernelVersion.parse(header.flatMap(RecordingHeader::kernel).orElse(UNKNOWN)),
                RecordedNames.of(recording),
                new RecordedHolders(recording),
                Optional.of(new Host.Recorded(recording.time(), header.flatMap(RecordingHeader::selection))));
    }

    /** The counters that were read before the dump, and then those that were read after it: what changed while it ran. */
    private static final class RecordedCounters implements CounterSource {
        private final RecordingHeader header;
        private boolean begun;

        RecordedCounters(RecordingHeader header) {
            this.header = header;
        }

        @Override
        public Measures read() {
            Measures counters = begun ? header.countersAfter() : header.countersBefore();
            begun = true;
            return counters;
        }
    }
}
