package io.conncount.tui;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The file with the settings, readable only by its owner. A damaged file is ignored. */
public final class SettingsFile {
    private static final int BYTES_MAX = 64 * 1024;
    private static final String COMMENT =
            "Written by 'conncount top' when it ends; mouse=off leaves the mouse to the terminal.";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Optional<Path> file;

    private SettingsFile(Optional<Path> file) {
        this.file = file;
    }

    /** The file of the user with this environment: below {@code XDG_CONFIG_HOME}, else below {@code ~/.config}. */
    public static SettingsFile of(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        try {
            // By the XDG specification a path that is not absolute is none.
            if (Path.of(config).isAbsolute()) {
                return new SettingsFile(Optional.of(Path.of(config, "conncount", "top.properties")));
            }
            return new SettingsFile(
                    home.isEmpty()
                            ? Optional.empty()
                            : Optional.of(Path.of(home, ".config", "conncount", "top.properties")));
        } catch (InvalidPathException e) {
            return new SettingsFile(Optional.empty());
        }
    }

    /** What it says; the usual where it says nothing, or nothing that makes sense. */
    public Settings read() {
        Properties properties = new Properties();
        if (file.isPresent()) {
            try (InputStream in = Files.newInputStream(file.get())) {
                byte[] bytes = in.readNBytes(BYTES_MAX + 1);
                if (bytes.length <= BYTES_MAX) {
                    properties.load(new ByteArrayInputStream(bytes));
                }
            } catch (IOException | IllegalArgumentException e) {
                return Settings.of(new Properties());
            }
        }
        return Settings.of(properties);
    }

    /**
     * Puts settings in its place, all at once.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Settings settings) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Path folder = file.get().getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
        }
        StringWriter text = new StringWriter();
        settings.properties().store(text, COMMENT);
        Path next = Files.createTempFile(folder, "top", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(next, text.toString(), StandardCharsets.ISO_8859_1);
            Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
