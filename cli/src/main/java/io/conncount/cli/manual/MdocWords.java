package io.conncount.cli.manual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What the macros of mdoc(7) that stand within a line make of their words: text with the blanks where they belong. */
final class MdocWords {
    /** A blank at which a line is not broken. */
    static final char UNBROKEN = '\u00a0';

    private static final Set<String> MACROS = Set.of(
            "Ar", "Cm", "Dv", "Ev", "Fl", "Ic", "Li", "Lk", "Nm", "No", "Ns", "Oc", "Oo", "Op", "Pa", "Pc", "Pf", "Po",
            "Pq", "Ql", "Sm", "Sx", "Xr");
    private static final Set<String> CLOSING = Set.of(".", ",", ";", ":", ")", "]", "?", "!");

    private final String pageName;
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private boolean glued;
    private boolean spaced = true;
    private boolean unbroken;

    /** @param pageName what {@code Nm} stands for without a word */
    MdocWords(String pageName) {
        this.pageName = pageName;
    }

    /** Appends a line of text. */
    void addText(String line) {
        for (String word : line.split(" +")) {
            word(unescaped(word));
        }
    }

    /** Appends what a line of macros means, without the dot that it begins with. */
    void addMacros(String line) {
        List<String> words = split(line);
        int end = words.size();
        while (end > 1 && CLOSING.contains(words.get(end - 1))) {
            end--;
        }
        addMacros(words.subList(0, end));
        while (!open.isEmpty()) {
            close(open.pop());
        }
        unbroken = false;
        words.subList(end, words.size()).forEach(this::close);
    }

    /** What was appended since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    private void addMacros(List<String> words) {
        int at = 0;
        while (at < words.size()) {
            String macro = words.get(at++);
            if (!MACROS.contains(macro)) {
                plain(macro);
                continue;
            }
            int end = at;
            while (end < words.size() && !MACROS.contains(words.get(end))) {
                end++;
            }
            begin(macro, words.subList(at, end));
            at = end;
        }
    }

    /** A macro with the words up to the next. */
    private void begin(String macro, List<String> words) {
        switch (macro) {
            case "Ns" -> glued = true;
            case "Sm" -> {
                spaced = words.equals(List.of("on"));
                return;
            }
            case "Oo", "Op" -> enclose("[", macro.equals("Op") ? "]" : null);
            case "Po", "Pq" -> enclose("(", macro.equals("Pq") ? ")" : null);
            case "Oc" -> close("]");
            case "Pc" -> close(")");
            case "Ql" -> {
                word("'" + unescaped(String.join(" ", words)) + "'");
                return;
            }
            case "Lk" -> {
                word(String.join(" ", words.subList(1, words.size())) + ": " + words.get(0));
                return;
            }
            case "Xr" -> {
                word(words.get(0) + "(" + words.get(1) + ")");
                words.subList(2, words.size()).forEach(this::plain);
                return;
            }
            case "Pf" -> {
                word(unescaped(words.get(0)));
                glued = true;
                return;
            }
            case "Nm" -> {
                if (words.isEmpty() || CLOSING.contains(words.get(0))) {
                    word(pageName);
                }
            }
            default -> {}
        }
        for (String word : words) {
            plain(macro.equals("Fl") && !CLOSING.contains(word) && !word.equals("|") ? "-" + word : word);
        }
    }

    private void enclose(String opening, String closing) {
        word(opening);
        glued = true;
        if (closing != null) {
            open.push(closing);
            unbroken = true;
        }
    }

    private void plain(String word) {
        if (CLOSING.contains(word)) {
            close(word);
        } else {
            word(unescaped(word));
        }
    }

    private void close(String mark) {
        text.append(mark);
        glued = false;
    }

    private void word(String word) {
        if (text.length() > 0 && spaced && !glued) {
            text.append(unbroken ? UNBROKEN : ' ');
        }
        text.append(word);
        glued = false;
    }

    /** The words of a line of macros, of which some are in double quotes. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            boolean quoted = line.charAt(at) == '"';
            StringBuilder word = new StringBuilder();
            at += quoted ? 1 : 0;
            while (at < line.length() && (quoted || line.charAt(at) != ' ')) {
                if (quoted && line.charAt(at) == '"') {
                    // Two of them within quotes stand for one.
                    if (at + 1 == line.length() || line.charAt(at + 1) != '"') {
                        break;
                    }
                    at++;
                }
                word.append(line.charAt(at++));
            }
            at += quoted ? 1 : 0;
            words.add(word.toString());
        }
        return words;
    }

    /** A word with the characters that its escapes stand for. */
    static String unescaped(String word) {
        return word.replace("\\(dq", "\"")
                .replace("\\(aq", "'")
                .replace("\\&", "")
                .replace("\\e", "\\");
    }
}
