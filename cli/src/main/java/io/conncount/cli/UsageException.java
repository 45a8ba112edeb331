package io.conncount.cli;

/** A usage error. The message says what is wrong and what to write instead. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
