package io.conncount.tui.model;

/** The row of tabs: a number and a name each; where the screen is narrow, the chosen one's name alone. */
public final class TabBar {
    private static final int COLUMNS_FOR_NAMES = 60;

    private TabBar() {}

    /** What stands for a tab, with blanks around. */
    public static String label(Tab tab, Tab chosen, int columns) {
        String number = " " + (tab.ordinal() + 1) + " ";
        return columns >= COLUMNS_FOR_NAMES || tab == chosen ? number + tab.title() + " " : number;
    }

    /** The tab at this column of a row of so many; null if there is none. */
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
