package io.conncount.bpf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the types of a BTF file are: they are numbered from 1 on, and follow one another, each as long as its kind says.
 *
 * <p>A kernel has 120,000 types, and a Java that has just started interprets this: so it reads them once, calls nothing for most
 * of them, and reads again the few that are asked for.
 */
final class BtfIndex {
    /** By kind, how many words a type has, and how many more for each of its vlen parts. */
    private static final int[] WORDS = {3, 4, 3, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 3, 3, 4, 3, 3};

    private static final int[] PART_WORDS = {0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 3};

    private static final int WINDOW_WORDS = 8192;

    /** Java compiles a method after 200 calls, but a loop after 60,000 rounds: so there is a call for each 40 types or so. */
    private static final int CALL_WORDS = 256;

    /** A kernel's types have 6.5 words on average. */
    private static final int AVERAGE_WORDS = 6;

    private static final int HASHES = 256;

    private final BtfFile file;
    private final byte[] strings;
    private final List<Wanted> wanted = new ArrayList<>();
    /** By the first two letters of names, the kinds of which one is wanted, a bit each. */
    private final int[] wantedKinds = new int[HASHES];

    private final Map<String, Integer> structs = new HashMap<>();
    private final Map<String, Integer> functions = new HashMap<>();
    private final int[] window = new int[WINDOW_WORDS];
    /** By the number of a type, the word at which it begins. The number after the last type has the end. */
    private int[] begins;

    private int count;

    /** A name of which the type is wanted. */
    private static final class Wanted {
        private final int kind;
        private final String name;
        private final byte[] ascii;
        private final Map<String, Integer> found;

        Wanted(int kind, String name, Map<String, Integer> found) {
            this.kind = kind;
            this.name = name;
            this.found = found;
            ascii = name.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * Reads the types of a file.
     *
     * @param structNames those that will be asked for, names of two letters or more
     * @param functionNames likewise
     * @throws WalkRefusedException if they make no sense
     */
    BtfIndex(BtfFile file, Collection<String> structNames, Collection<String> functionNames) throws IOException {
        this.file = file;
        strings = file.strings();
        begins = new int[file.typeWords() / AVERAGE_WORDS + WINDOW_WORDS];
        want(BtfType.STRUCT, structNames, structs);
        want(BtfType.FUNC, functionNames, functions);
        read();
    }

    private void want(int kind, Collection<String> names, Map<String, Integer> found) {
        for (String name : names) {
            Wanted one = new Wanted(kind, name, found);
            wanted.add(one);
            wantedKinds[hash(one.ascii[0], one.ascii[1])] |= 1 << kind;
        }
    }

    private static int hash(byte first, byte second) {
        return (first << 3) + second & HASHES - 1;
    }

    private void read() throws IOException {
        int end = file.typeWords();
        int next = 0;
        try (BtfFile.Types types = file.types()) {
            while (next <= end - BtfType.WORDS) {
                int words = Math.min(WINDOW_WORDS, end - next);
                types.read(next, words, window);
                begins = begins.length - count < WINDOW_WORDS ? Arrays.copyOf(begins, 2 * begins.length) : begins;
                int from = 0;
                int lastBegin = words - BtfType.WORDS;
                while (from <= lastBegin) {
                    from = read(next, from, Math.min(lastBegin, from + CALL_WORDS));
                }
                next += from;
            }
        }
        if (next != end) {
            throw BtfFile.fault("in type " + count, "it does not end");
        }
        begins[count + 1] = end;
    }

    /** Notes the types that begin in a part of the window; returns where the next one begins. */
    private int read(int windowAt, int first, int last) {
        int[] words = window;
        int[] notes = begins;
        int[] kinds = wantedKinds;
        byte[] names = strings;
        int number = count;
        int from = first;
        while (from <= last) {
            int info = words[from + 1];
            int kind = BtfType.kind(info);
            if (kind >= WORDS.length) {
                throw BtfFile.fault("in type " + (number + 1), "there is no kind " + kind);
            }
            notes[++number] = windowAt + from;
            if (kind == BtfType.STRUCT || kind == BtfType.FUNC) {
                int name = words[from];
                if (name > 0
                        && name < names.length - 1
                        && (kinds[hash(names[name], names[name + 1])] >>> kind & 1) != 0) {
                    note(kind, name, number);
                }
            }
            from += WORDS[kind] + PART_WORDS[kind] * BtfType.vlen(info);
        }
        count = number;
        return from;
    }

    private void note(int kind, int name, int number) {
        for (Wanted one : wanted) {
            if (one.kind == kind && file.isString(name, one.ascii)) {
                one.found.putIfAbsent(one.name, number);
            }
        }
    }

    /** The number of a struct; null if there is none, or if it was not wanted. */
    Integer struct(String name) {
        return structs.get(name);
    }

    boolean hasFunction(String name) {
        return functions.containsKey(name);
    }

    /**
     * Reads a type again.
     *
     * @throws WalkRefusedException if there is none of this number
     */
    BtfType type(int number, BtfFile.Types types) throws IOException {
        if (number <= 0 || number > count) {
            throw BtfFile.fault("where there are " + count + " types", "there is no type " + number);
        }
        int[] words = new int[begins[number + 1] - begins[number]];
        types.read(begins[number], words.length, words);
        return new BtfType(number, words);
    }
}
