package io.conncount.source;

/** A kernel's release, as far as it matters. */
public record KernelVersion(int major, int minor) {
    private static final int DIGITS_MAX = 6;

    /** Reads {@code 6.1.0-28-amd64} and the like; what cannot be read counts as the oldest, which assumes the least. */
    public static KernelVersion parse(String release) {
        String[] parts = release.split("\\.");
        return parts.length < 2
                ? new KernelVersion(0, 0)
                : new KernelVersion(leadingNumber(parts[0]), leadingNumber(parts[1]));
    }

    private static int leadingNumber(String text) {
        int number = 0;
        for (int i = 0; i < Math.min(text.length(), DIGITS_MAX) && Character.isDigit(text.charAt(i)); i++) {
            number = number * 10 + Character.digit(text.charAt(i), 10);
        }
        return number;
    }

    /** True for this release and every later one. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
