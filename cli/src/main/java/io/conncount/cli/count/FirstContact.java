package io.conncount.cli.count;

import io.conncount.cli.output.Output;
import io.conncount.sys.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to try next, for somebody who runs conncount for the first time. An empty file in the user's cache remembers that it was
 * shown; where that cannot be written, nothing is shown, because it would be shown every time.
 */
final class FirstContact {
    private static final String NAME = "greeted";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String TEXT = """
            try  conncount top                              a live dashboard
                 conncount --by local-port,state --top 20   the busiest ports
                 conncount help                             more; this is shown once""";

    private FirstContact() {}

    /** Says it once, and only to people. */
    static void greet(Output output, PrintStream err) {
        if (output.terminal().isPresent() && Terminal.isStandardError() && isFirst(output.environment())) {
            err.println(TEXT);
        }
    }

    /** True for the first that asks. */
    private static boolean isFirst(Map<String, String> environment) {
        Optional<Path> cache = cache(environment);
        if (cache.isEmpty()) {
            return false;
        }
        try {
            Files.createDirectories(cache.get(), OWNER_ONLY);
            Files.createFile(cache.get().resolve(NAME));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Below {@code XDG_CACHE_HOME}, else below {@code ~/.cache}. */
    private static Optional<Path> cache(Map<String, String> environment) {
        try {
            Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
            // By the XDG specification a path that is not absolute is none.
            Path base = cache.isAbsolute() ? cache : Path.of(environment.getOrDefault("HOME", ""), ".cache");
            return base.isAbsolute() ? Optional.of(base.resolve("conncount")) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
