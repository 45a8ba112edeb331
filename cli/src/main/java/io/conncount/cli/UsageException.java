package io.conncount.cli;

/** What the user asked for cannot be understood. The message says what is wrong and what would be right. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
