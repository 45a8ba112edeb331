package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line as {@code getopt_long} reads it (getopt(3)): letters together in one word, values in the same word or the next,
 * long names that are cut short, and options behind other words. Options stay in their order, because the last of some counts.
 */
final class GetoptLong {
    private static final String END_OF_OPTIONS = "--";

    /**
     * An option that was given.
     *
     * @param name its letter, or its long name if it has no letter
     * @param value its value; empty if it takes none
     */
    record Option(String name, String value) {}

    private final String letters;
    private final Map<String, String> longNames = new HashMap<>();
    private final List<Option> options = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    /**
     * Reads a command line.
     *
     * @param letters those that are options; a colon follows each that takes a value
     * @param longNames each long name, an equals sign, and its letter or the name itself; a colon follows if it takes a value
     */
    GetoptLong(String letters, String longNames, List<String> words) throws UsageException {
        this.letters = letters;
        for (String pair : longNames.split("\\s+")) {
            int equals = pair.indexOf('=');
            this.longNames.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        boolean ended = false;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (ended || !word.startsWith("-") || word.equals("-")) {
                operands.add(word);
            } else if (word.equals(END_OF_OPTIONS)) {
                ended = true;
            } else {
                Optional<String> next = at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
                boolean taken = word.startsWith("--") ? addLong(word.substring(2), next) : addLetters(word, next);
                at += taken ? 1 : 0;
            }
        }
    }

    /** The options in their order. */
    List<Option> options() {
        return options;
    }

    /** The words that are no options. */
    List<String> operands() {
        return operands;
    }

    /** Adds the options of a word such as {@code -tanp}; true if the next word is the value of the last. */
    private boolean addLetters(String word, Optional<String> next) throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            int place = letter == ':' ? -1 : letters.indexOf(letter);
            if (place < 0) {
                throw new UsageException("invalid option -- '" + letter + "'");
            }
            String name = Character.toString(letter);
            if (!letters.startsWith(":", place + 1)) {
                options.add(new Option(name, ""));
            } else if (i + 1 < word.length()) {
                options.add(new Option(name, word.substring(i + 1)));
                return false;
            } else {
                options.add(new Option(
                        name,
                        next.orElseThrow(() -> new UsageException("option requires an argument -- '" + letter + "'"))));
                return true;
            }
        }
        return false;
    }

    /** Adds the option of a word such as {@code family=inet}; true if the next word is its value. */
    private boolean addLong(String word, Optional<String> next) throws UsageException {
        int equals = word.indexOf('=');
        String name = longName(equals < 0 ? word : word.substring(0, equals));
        String meaning = longNames.get(name);
        boolean takesValue = meaning.endsWith(":");
        String letter = takesValue ? meaning.substring(0, meaning.length() - 1) : meaning;
        if (!takesValue && equals >= 0) {
            throw new UsageException("option '--" + name + "' doesn't allow an argument");
        }
        if (equals >= 0 || !takesValue) {
            options.add(new Option(letter, equals < 0 ? "" : word.substring(equals + 1)));
            return false;
        }
        options.add(new Option(
                letter, next.orElseThrow(() -> new UsageException("option '--" + name + "' requires an argument"))));
        return true;
    }

    /** The name that is written in full, or the only one that begins so, or the first if all that do mean the same. */
    private String longName(String written) throws UsageException {
        if (longNames.containsKey(written)) {
            return written;
        }
        List<String> such = longNames.keySet().stream()
                .filter(name -> name.startsWith(written))
                .sorted()
                .toList();
        long meanings = such.stream().map(longNames::get).distinct().count();
        if (meanings == 1) {
            return such.get(0);
        }
        throw new UsageException(
                such.isEmpty()
                        ? "unrecognized option '--" + written + "'"
                        : "option '--" + written + "' is ambiguous; possibilities: '--" + String.join("' '--", such)
                                + "'");
    }
}
