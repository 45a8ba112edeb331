package io.conncount.source.recording;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the header of a recording says of it.
 *
 * @param time when it was begun
 * @param host empty if the file does not say
 * @param condition why the daemon took it; empty if a person did
 * @param sockets how many are in it; negative if the file does not say
 * @param bytes its size
 */
public record RecordedFile(
        Path file, Instant time, Optional<String> host, Optional<String> condition, long sockets, long bytes) {
    private static final int FILES_MAX = 10_000;

    /**
     * The recordings in a directory.
     *
     * @param files the latest first
     * @param faults why others are not among them, a line each
     */
    public record Found(List<RecordedFile> files, List<String> faults) {}

    /**
     * Looks at the files of a directory whose names end in {@code .rec}.
     *
     * @throws RecordingException if the directory cannot be read
     */
    public static Found in(Path directory) throws RecordingException {
        List<RecordedFile> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.rec")) {
            for (Path file : files) {
                if (found.size() + faults.size() == FILES_MAX) {
                    faults.add("there are more than " + FILES_MAX + " files");
                    break;
                }
                try {
                    found.add(of(file));
                } catch (RecordingException e) {
                    faults.add(e.getMessage());
                }
            }
        } catch (IOException e) {
            throw RecordingException.of(directory, e);
        }
        found.sort(Comparator.comparing(RecordedFile::time).reversed().thenComparing(RecordedFile::file));
        return new Found(found, faults);
    }

    private static RecordedFile of(Path file) throws RecordingException {
        try (Recording recording = Recording.open(file)) {
            Optional<RecordingHeader> header = recording.header();
            return new RecordedFile(
                    file,
                    recording.time(),
                    header.flatMap(RecordingHeader::host),
                    header.flatMap(RecordingHeader::condition),
                    header.flatMap(RecordingHeader::sockets).orElse(-1L),
                    Files.size(file));
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(file, e);
        }
    }
}
