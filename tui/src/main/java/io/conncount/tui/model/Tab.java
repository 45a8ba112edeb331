package io.conncount.tui.model;

/** The views, in the order of their keys, from 1. */
public enum Tab {
    OVERVIEW("Overview"),
    GROUPS("Groups"),
    LISTENERS("Listeners"),
    SOCKETS("Sockets");

    private static final int COLUMNS_FOR_NAMES = 60;

    private final String title;

    Tab(String title) {
        this.title = title;
    }

    /** The tab this many places further, wrapping around. */
    Tab next(int step) {
        return values()[Math.floorMod(ordinal() + step, values().length)];
    }

    /** Its text in the row of tabs, a number and a name with blanks around; on a narrow screen only the current one has a name. */
    public String label(Tab chosen, int columns) {
        String number = " " + (ordinal() + 1) + " ";
        return columns >= COLUMNS_FOR_NAMES || this == chosen ? number + title + " " : number;
    }

    /** The tab at a column of a row with this width; null if none. */
    static Tab at(int column, Tab chosen, int columns) {
        int end = 0;
        for (Tab tab : values()) {
            end += tab.label(chosen, columns).length();
            if (column < end) {
                return tab;
            }
        }
        return null;
    }
}
