package io.conncount.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
public final class Repository {
    private Repository() {}

    /** Its root: the nearest directory upwards that holds {@code bench/with-sockets}. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("bench/with-sockets"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("run the tests in a checkout: there is no bench/with-sockets above "
                        + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }
}
