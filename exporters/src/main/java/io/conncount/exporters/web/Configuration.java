package io.conncount.exporters.web;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
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
            current = WebConfigReader.read(file.get(), files);
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
            WebConfig next = WebConfigReader.read(file.get(), files);
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
}
