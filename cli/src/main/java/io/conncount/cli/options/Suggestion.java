package io.conncount.cli.options;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the valid name that the user probably meant. */
public final class Suggestion {
    /** A name is not the one that was meant if more than this part of the word would have to change. */
    private static final int PART = 3;

    /** If all candidates together are at most this long, a hint lists them. */
    private static final int LISTED_CHARACTERS_MAX = 60;

    private Suggestion() {}

    /** {@code ; did you mean 'x'?} for the candidate that is nearest; if none is near, all of them if they are few. */
    public static String hint(String word, Collection<String> candidates) {
        String all = String.join(", ", candidates);
        return hint(word, candidates, all.length() > LISTED_CHARACTERS_MAX ? "" : "choose from " + all);
    }

    /**
     * A hint for a word that is not one of the candidates.
     *
     * @param otherwise what to say if none is near, such as where all of them are listed
     */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        Optional<String> meant = to(word, candidates);
        if (meant.isPresent()) {
            return "; did you mean '" + meant.get() + "'?";
        }
        return otherwise.isEmpty() ? "" : "; " + otherwise;
    }

    /** The candidate with the fewest letters to change; empty if that is more than a third of the word. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String folded = word.toLowerCase(Locale.ROOT);
        String nearest = null;
        int steps = word.length() / PART;
        for (String candidate : candidates) {
            int distance = distance(folded, candidate);
            boolean nearer =
                    distance < steps || (distance == steps && (nearest == null || candidate.compareTo(nearest) < 0));
            if (nearer && !candidate.equals(word)) {
                nearest = candidate;
                steps = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** How many letters to insert, drop, change, or swap with the next (optimal string alignment). */
    public static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                steps[i][j] =
                        Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
