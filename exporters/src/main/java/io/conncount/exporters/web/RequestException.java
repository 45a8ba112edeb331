package io.conncount.exporters.web;

/** A request that is refused before it reaches a page. The message is for the client. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    RequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of HTTP that says so. */
    int status() {
        return status;
    }
}
