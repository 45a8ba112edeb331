package io.conncount.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Writes answers in one format. Used for one run: what is to be said once, such as a CSV header, is said once. */
public interface SnapshotWriter {
    /** Writes one answer. */
    void write(Answer answer, OutputStream out) throws IOException;
}
