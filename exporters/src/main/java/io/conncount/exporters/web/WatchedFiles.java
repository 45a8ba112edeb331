package io.conncount.exporters.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** Files that were read for a configuration, and how they looked just before. */
final class WatchedFiles {
    static final int BYTES_MAX = 256 * 1024;

    private final Map<Path, String> looks = new HashMap<>();

    /**
     * Reads a file, and from now on knows it.
     *
     * @throws IOException the message says why not, without the file's name
     */
    byte[] read(Path path) throws IOException {
        looks.put(path, look(path));
        try {
            if (!Files.isRegularFile(path)) { // a pipe would be waited for
                throw new IOException(Files.exists(path) ? "not a regular file" : "no such file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(BYTES_MAX + 1);
                if (bytes.length > BYTES_MAX) {
                    throw new IOException("longer than " + BYTES_MAX + " bytes");
                }
                return bytes;
            }
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        }
    }

    /** How the files look when they were read: whatever changes one changes this. */
    Map<Path, String> whenRead() {
        return Map.copyOf(looks);
    }

    /** How they look now. */
    Map<Path, String> now() {
        Map<Path, String> now = new HashMap<>();
        looks.keySet().forEach(path -> now.put(path, look(path)));
        return now;
    }

    /** A file that takes another's place has another number, one that is written another time. */
    private static String look(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.fileKey() + " " + file.size() + " " + file.lastModifiedTime();
        } catch (IOException e) {
            return "none";
        }
    }
}
