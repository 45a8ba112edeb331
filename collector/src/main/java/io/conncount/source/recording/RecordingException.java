package io.conncount.source.recording;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read as a recording, or not be written. The message is the whole line: which file, and what is wrong. */
public final class RecordingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with a file. */
    public RecordingException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** Says what the system said of a file. */
    public static RecordingException of(Path file, IOException e) {
        return new RecordingException(file, reason(e));
    }

    /** What the system said, without the name of the file. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
