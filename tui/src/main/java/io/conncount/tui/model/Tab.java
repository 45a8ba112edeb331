package io.conncount.tui.model;

/** The views there are, in the order of their keys, 1 and up. */
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

    /** The one so many places further, around the end. */
    Tab next(int step) {
        return values()[Math.floorMod(ordinal() + step, values().length)];
    }
}
