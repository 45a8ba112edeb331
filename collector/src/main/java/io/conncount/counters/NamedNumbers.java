package io.conncount.counters;

import io.conncount.sys.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Numbers from the kernel's text files, by names that are made from the text before them. What cannot be read, or is not a
 * number, is missing. Words are found without regular expressions, which would cost a start several milliseconds.
 */
final class NamedNumbers {
    private final Map<String, Long> numbers = new HashMap<>();

    /** Lines such as {@code TCP: inuse 27 orphan 0 tw 5}, which gives {@code TCP.inuse}. */
    void readPairs(Path file) {
        for (String line : lines(file)) {
            String[] words = line.split(" ");
            for (int i = 1; i + 1 < words.length; i += 2) {
                put(words[0].replace(':', '.') + words[i], words[i + 1]);
            }
        }
    }

    /**
     * One of several tables: a line of names and then one of numbers, each starting with the name of the table:
     * {@code Tcp: RtoAlgorithm …}.
     */
    void readTable(Path file, String table) {
        String[] names = {};
        for (String line : lines(file)) {
            if (line.startsWith(table + ":")) {
                String[] words = line.split(" ");
                for (int i = 1; i < Math.min(words.length, names.length); i++) {
                    put(table + "." + names[i], words[i]);
                }
                names = words;
            }
        }
    }

    /** A line of numbers, such as {@code 287901 383869 575802}: the first is {@code tcp_mem.0} where that is the file's name. */
    void readRow(Path file) {
        for (String line : lines(file)) {
            StringTokenizer words = new StringTokenizer(line);
            for (int i = 0; words.hasMoreTokens(); i++) {
                put(file.getFileName() + "." + i, words.nextToken());
            }
        }
    }

    /** Lines such as {@code MemTotal:   32780240 kB}, which gives {@code MemTotal}. */
    void readLines(Path file) {
        for (String line : lines(file)) {
            StringTokenizer words = new StringTokenizer(line, ": \t");
            if (words.countTokens() > 1) {
                put(words.nextToken(), words.nextToken());
            }
        }
    }

    /** Puts a number in where the files had none. */
    void putIfMissing(String name, long number) {
        numbers.putIfAbsent(name, number);
    }

    /** The number; {@link Measures#MISSING} if it is missing or negative. */
    long get(String name) {
        return Math.max(Measures.MISSING, numbers.getOrDefault(name, Measures.MISSING));
    }

    /** The number without its sign; {@link Measures#MISSING} if it is missing. */
    long size(String name) {
        return numbers.containsKey(name) ? Math.abs(numbers.get(name)) : Measures.MISSING;
    }

    /** The sum of two numbers; {@link Measures#MISSING} if one of them is. */
    long sum(String one, String other) {
        return get(one) < 0 || get(other) < 0 ? Measures.MISSING : get(one) + get(other);
    }

    private void put(String name, String digits) {
        try {
            numbers.put(name, Long.parseLong(digits));
        } catch (NumberFormatException e) {
            numbers.remove(name);
        }
    }

    /** The lines of a file; none if it cannot be read. */
    static String[] lines(Path file) {
        try {
            return KernelFile.text(file).split("\n");
        } catch (IOException e) {
            return new String[0];
        }
    }
}
