package io.conncount.exporters.flight;

import io.conncount.source.recording.RecordingException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where the flight recorder keeps its files, of which there are only so many. */
final class RecordingDirectory {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'conncount-'uuuuMMdd'T'HHmmss.SSS'Z.rec'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String OURS = "conncount-????????T??????.???Z.rec";
    /** What a recorder that was killed left. */
    private static final String UNFINISHED = ".conncount*.new";

    private final Path path;
    private final int keep;

    /**
     * A directory that is made if it is not there, and that only its owner can read.
     *
     * @param keep how many recordings to keep
     * @throws RecordingException if files cannot be written there
     */
    RecordingDirectory(Path path, int keep) throws RecordingException {
        this.path = path;
        this.keep = keep;
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // Whether files can be written, the system tells for certain only when one is.
            Files.delete(Files.createTempFile(path, ".conncount", ".new"));
            for (Path left : matching(UNFINISHED)) {
                Files.delete(left);
            }
        } catch (IOException e) {
            throw RecordingException.of(path, e);
        }
    }

    /** The file for a recording of this moment. */
    Path file(Instant time) {
        return path.resolve(NAME.format(time));
    }

    /** Deletes the oldest recordings, by their names, but never this one: the clock may have been set back. */
    void removeOldest(Path latest) throws RecordingException {
        try {
            List<Path> others = matching(OURS);
            others.remove(latest);
            others.sort(Comparator.comparing(Path::getFileName));
            for (Path old : others.subList(0, Math.max(0, others.size() - (keep - 1)))) {
                Files.delete(old);
            }
        } catch (IOException e) {
            throw RecordingException.of(path, e);
        }
    }

    private List<Path> matching(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, glob)) {
            files.forEach(found::add);
        }
        return found;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
