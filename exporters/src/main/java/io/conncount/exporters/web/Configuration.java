package io.conncount.exporters.web;

import io.conncount.exporters.web.WebServer.WebConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The web configuration in force, which follows its files. Without a file it is open to all. */
final class Configuration {
    private static final System.Logger LOG = System.getLogger(Configuration.class.getName());

    private final Optional<Path> file;
    private WatchedFiles files = new WatchedFiles();
    private Map<Path, String> lastLook = Map.of();
    private volatile WebConfig current = WebConfig.OPEN;

    /**
     * Reads the file.
     *
     * @throws WebConfigException if it is wrong
     */
    Configuration(Optional<Path> file) throws WebConfigException {
        this.file = file;
        if (file.isPresent()) {
            current = WebConfig.read(file.get(), files);
        }
    }

    WebConfig current() {
        return current;
    }

    /** Reads again once a file has changed and has then rested for a look: what is half written may mean something else. */
    synchronized void reloadIfChanged() {
        Map<Path, String> now = files.now();
        if (!now.equals(files.whenRead()) && now.equals(lastLook)) {
            reload();
        }
        lastLook = now;
    }

    /** Reads again. What is wrong is logged, and changes nothing. */
    synchronized void reload() {
        if (file.isEmpty()) {
            return;
        }
        files = new WatchedFiles();
        try {
            WebConfig next = WebConfig.read(file.get(), files);
            if (next.tls().isPresent() != current.tls().isPresent()) {
                throw new WebConfigException(
                        file.get() + ": TLS cannot be switched on or off at run time; restart the daemon");
            }
            current = next;
            LOG.log(Level.INFO, file.get() + ": reloaded");
        } catch (WebConfigException e) {
            LOG.log(Level.ERROR, e.getMessage() + "; the previous configuration stays in use");
        }
    }

    /** Files that were read for a configuration, and how they looked just before. */
    static final class WatchedFiles {
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
}
