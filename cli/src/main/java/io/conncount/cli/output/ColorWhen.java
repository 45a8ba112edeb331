package io.conncount.cli.output;

/** When to use colours. */
public enum ColorWhen {
    AUTO,
    ALWAYS,
    NEVER
}
