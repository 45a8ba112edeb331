package io.conncount.exporters.pages;

import io.conncount.exporters.web.Response;

/** Answers that are made anew each time, and are to be taken for what they are. */
public final class Answers {
    private Answers() {}

    /** A text, which browsers neither keep nor guess the type of. */
    public static Response of(int status, String contentType, String body) {
        return Response.text(status, contentType, body)
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store");
    }
}
