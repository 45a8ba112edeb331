package io.conncount.exporters.web;

import java.io.IOException;

/** A web configuration that is wrong. The message is one line: the file, its line, the key, and what is wrong. */
public final class WebConfigException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LENGTH_MAX = 400;

    WebConfigException(String message) {
        super(oneLine(message));
    }

    /** What comes out of a file may hold anything. */
    private static String oneLine(String message) {
        String cleaned = message.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+", " ");
        return cleaned.length() <= LENGTH_MAX ? cleaned : cleaned.substring(0, LENGTH_MAX) + "…";
    }
}
