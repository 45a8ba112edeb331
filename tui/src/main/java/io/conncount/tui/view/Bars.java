package io.conncount.tui.view;

/** Numbers as bars of eighths of a character, from zero up. */
final class Bars {
    private static final int STEPS = 8;
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final String ASCII = "  ..::###";

    private Bars() {}

    /** How high a bar is, in eighths of a row. The lowest row shows what there is, however little it is beside the most. */
    static long eighths(double value, double most, int rows) {
        double height = most <= 0 || Double.isNaN(value) ? 0 : value / most * rows * STEPS;
        return height > 0 ? Math.max(1, Math.round(height)) : 0;
    }

    /** What of a bar is seen in one of the rows, which are counted from the top. */
    static char cell(long eighths, int rows, int row, boolean unicode) {
        long inRow = eighths - bottom(rows, row);
        return (unicode ? BLOCKS : ASCII).charAt((int) Math.max(0, Math.min(STEPS, inRow)));
    }

    /** How high the bottom of a row is. */
    static long bottom(int rows, int row) {
        return (long) (rows - 1 - row) * STEPS;
    }
}
