package io.conncount.exporters.web;

/** What answers under a path. */
@FunctionalInterface
public interface Page {
    /** The answer to a GET; to a HEAD its headers are sent alone. */
    Response handle(Request request);
}
