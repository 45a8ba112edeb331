package io.conncount.cli.options;

/** A usage error. The message says what is wrong and what to write instead. */
public class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
