package io.conncount.tui.view;

/** A row of numbers as a curve, one character a number. */
final class Curve {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-~=+*#";

    private Curve() {}

    /** The last numbers, as many as there is room for, between the least and the most of them; level if all are the same. */
    static String of(long[] numbers, int columns, boolean unicode) {
        String steps = unicode ? BLOCKS : ASCII;
        int from = Math.max(0, numbers.length - columns);
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = from; i < numbers.length; i++) {
            least = Math.min(least, numbers[i]);
            most = Math.max(most, numbers[i]);
        }
        StringBuilder curve = new StringBuilder();
        for (int i = from; i < numbers.length; i++) {
            double height = most == least ? 0 : (double) (numbers[i] - least) / (most - least);
            curve.append(steps.charAt((int) Math.round(height * (steps.length() - 1))));
        }
        return curve.toString();
    }
}
