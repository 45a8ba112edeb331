package io.conncount.tui.model;

/** The row of tabs: a number and a name each, the number alone where the screen is narrow. */
public final class TabBar {
    private static final int COLUMNS_FOR_NAMES = 60;

    private TabBar() {}

    /** What stands for a tab, with blanks around. */
    public static String label(Tab tab, int columns) {
        String number = " " + (tab.ordinal() + 1) + " ";
        return columns >= COLUMNS_FOR_NAMES
                ? number + tab.title() + " "
                : number + tab.title().substring(0, 4) + " ";
    }

    /** The tab at this column of a row of so many; null if there is none. */
    static Tab at(int column, int columns) {
        int end = 0;
        for (Tab tab : Tab.values()) {
            end += label(tab, columns).length();
            if (column < end) {
                return tab;
            }
        }
        return null;
    }
}
