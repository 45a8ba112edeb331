package io.conncount.tui.model;

/** The row of tabs, each with a number and a name; on a narrow screen, only the name of the current one. */
public final class TabBar {
    private static final int COLUMNS_FOR_NAMES = 60;

    private TabBar() {}

    /** The text of a tab, with blanks around it. */
    public static String label(Tab tab, Tab chosen, int columns) {
        String number = " " + (tab.ordinal() + 1) + " ";
        return columns >= COLUMNS_FOR_NAMES || tab == chosen ? number + tab.title() + " " : number;
    }

    /** The tab at a column of a row with this width; null if none. */
    static Tab at(int column, Tab chosen, int columns) {
        int end = 0;
        for (Tab tab : Tab.values()) {
            end += label(tab, chosen, columns).length();
            if (column < end) {
                return tab;
            }
        }
        return null;
    }
}
