package io.conncount.tui.model;

/** The size of the screen, in characters. */
public record Size(int columns, int rows) {}
