package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.sys.HostSystem;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Another program's command line, with its options, its columns and its exit codes. */
public interface Dialect {
    /** The exit code of a command line that cannot be understood. */
    int usageExitCode();

    /**
     * Does what the program would do.
     *
     * @param words the command line after the program's name
     * @return the exit code
     * @throws UsageException if the words are wrong
     */
    int run(List<String> words, PrintStream err) throws UsageException, IOException, InterruptedException;

    /** True for the name of a program whose dialect is known. */
    static boolean isName(String word) {
        return named(word).isPresent();
    }

    private static boolean isFreeBsd() {
        return HostSystem.current() == HostSystem.FREEBSD;
    }

    /** The dialect of the program with this name. */
    static Optional<Dialect> named(String program) {
        return switch (program) {
            case Ss.NAME -> Optional.of(new Ss());
            case Netstat.NAME -> Optional.of(isFreeBsd() ? new BsdNetstat() : new Netstat());
            case Sockstat.NAME -> isFreeBsd() ? Optional.of(new Sockstat()) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
