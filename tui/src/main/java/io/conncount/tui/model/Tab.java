package io.conncount.tui.model;

/** The views, in the order of their keys, from 1. */
public enum Tab {
    OVERVIEW("Overview"),
    GROUPS("Groups"),
    LISTENERS("Listeners"),
    SOCKETS("Sockets");

    private final String title;

    Tab(String title) {
        this.title = title;
    }

    /** Its name on screen. */
    public String title() {
        return title;
    }

    /** The tab this many places further, wrapping around. */
    Tab next(int step) {
        return values()[Math.floorMod(ordinal() + step, values().length)];
    }
}
