package io.conncount.cli.output;

import java.io.IOException;
import java.io.Writer;

/** Writes answers in one format. Used for one run: what is to be said once, such as a CSV header, is said once. */
public interface SnapshotWriter {
    /** Writes one answer, and leaves flushing to the caller. */
    void write(Answer answer, Writer out) throws IOException;
}
