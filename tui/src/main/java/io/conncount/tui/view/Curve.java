package io.conncount.tui.view;

/** Numbers as a curve, one character a number, from zero to the largest of them. */
final class Curve {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-~=+*#";

    private Curve() {}

    /** The last numbers that fit, the latest on the right. Steady numbers are a high horizontal line. */
    static String of(long[] numbers, int columns, boolean unicode) {
        String steps = unicode ? BLOCKS : ASCII;
        int from = Math.max(0, numbers.length - columns);
        long most = 1;
        for (int i = from; i < numbers.length; i++) {
            most = Math.max(most, numbers[i]);
        }
        StringBuilder curve = new StringBuilder(" ".repeat(Math.max(0, columns - numbers.length)));
        for (int i = from; i < numbers.length; i++) {
            double height = (double) Math.max(0, numbers[i]) / most;
            curve.append(steps.charAt((int) Math.round(height * (steps.length() - 1))));
        }
        return curve.toString();
    }
}
