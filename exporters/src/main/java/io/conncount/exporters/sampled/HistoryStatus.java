package io.conncount.exporters.sampled;

import java.time.Instant;
import java.util.Optional;

/**
 * How the recording of a history stands.
 *
 * @param failure why the last attempt to write failed; empty if it did not
 * @param records how many records were written since the start
 * @param dropped how many samples were not recorded, because writing failed or was too slow
 * @param damaged how many records were found damaged, and whole files
 * @param bytes what the history takes on disk
 * @param bytesMax what it may take
 * @param oldest the time of its oldest record
 */
public record HistoryStatus(
        Optional<String> failure,
        long records,
        long dropped,
        long damaged,
        long bytes,
        long bytesMax,
        Optional<Instant> oldest) {}
