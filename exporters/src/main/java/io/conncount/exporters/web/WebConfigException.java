package io.conncount.exporters.web;

import io.conncount.view.Escaper;
import java.io.IOException;

/** A web configuration that is wrong. The message is one line: the file, its line, the key, and what is wrong. */
public final class WebConfigException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LENGTH_MAX = 400;

    WebConfigException(String message) {
        super(Escaper.cut(Escaper.message(message), LENGTH_MAX)); // a file may hold anything
    }
}
