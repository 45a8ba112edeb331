package io.conncount.source.recording;

import io.conncount.counters.CounterSource;
import io.conncount.counters.SocketCounters;
import io.conncount.source.Host;
import io.conncount.source.KernelVersion;
import java.nio.file.Path;
import java.util.Optional;

/** A host as a recording shows it. */
public final class RecordedHost {
    private static final String UNKNOWN = "unknown";

    private RecordedHost() {}

    /**
     * The host that a file was recorded on.
     *
     * @throws RecordingException if the file cannot be read, or is no recording
     */
    public static Host open(Path file) throws RecordingException {
        Recording recording = Recording.open(file);
        Optional<RecordingHeader> header = recording.header();
        CounterSource counters = header.isPresent() ? new RecordedCounters(header.get()) : () -> SocketCounters.NONE;
        return new Host(
                header.flatMap(RecordingHeader::host).orElse(UNKNOWN),
                new RecordedDump(recording),
                counters,
                KernelVersion.parse(header.flatMap(RecordingHeader::kernel).orElse(UNKNOWN)),
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
        public SocketCounters read() {
            SocketCounters counters = begun ? header.countersAfter() : header.countersBefore();
            begun = true;
            return counters;
        }
    }
}
