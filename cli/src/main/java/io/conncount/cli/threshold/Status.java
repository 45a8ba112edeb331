package io.conncount.cli.threshold;

import java.util.Collection;

/**
 * How something is, by the Monitoring Plugins' development guidelines
 * (https://www.monitoring-plugins.org/doc/guidelines.html), the most pressing first.
 */
public enum Status {
    CRITICAL(2),
    WARNING(1),
    UNKNOWN(3),
    OK(0);

    private final int exitCode;

    Status(int exitCode) {
        this.exitCode = exitCode;
    }

    /** What a plugin ends with. */
    public int exitCode() {
        return exitCode;
    }

    /** The most pressing of several; {@link #OK} if there are none. */
    public static Status worst(Collection<Status> several) {
        return several.stream().min(Enum::compareTo).orElse(OK);
    }
}
