package io.conncount.cli.manual;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A page of the manual, written in mdoc(7), as text for a screen of 80 columns. It knows the macros that our pages use; a test
 * compares it with what mandoc(1) makes of them.
 */
final class MdocText {
    private static final int COLUMNS = 78;
    private static final int INDENT = 5;
    private static final int DISPLAY_INDENT = 6;
    private static final int TAG_WIDTH = 8;
    private static final int CELL_GAP = 4;

    private final List<String> lines = new ArrayList<>();
    private final Deque<Block> lists = new ArrayDeque<>();
    private final String pageName;
    private final MdocWords words;
    private String tag = "";
    private int indent = INDENT;
    private int hanging;
    private boolean literal;
    private boolean synopsis;

    /**
     * A list that is open.
     *
     * @param indent of its tags
     * @param tagWidth of what they take
     * @param cells the widths of the columns of a table
     */
    private record Block(String kind, int indent, int tagWidth, boolean compact, List<Integer> cells) {}

    private MdocText(String pageName) {
        this.pageName = pageName;
        words = new MdocWords(pageName);
    }

    /**
     * The text of a page.
     *
     * @param name such as {@code conncount-list}
     */
    static String of(String name, List<String> source) {
        MdocText text = new MdocText(name);
        source.forEach(text::add);
        text.endParagraph();
        return String.join("\n", text.lines).strip() + "\n";
    }

    private void add(String line) {
        if (line.equals(".Ed")) {
            literal = false;
        } else if (literal) {
            lines.add(" ".repeat(indent + DISPLAY_INDENT) + MdocWords.unescaped(line));
        } else if (!line.startsWith(".")) {
            words.addText(line);
        } else if (!line.startsWith(".\\\"")) {
            int blank = line.indexOf(' ');
            String macro = blank < 0 ? line.substring(1) : line.substring(1, blank);
            addMacro(macro, blank < 0 ? "" : line.substring(blank + 1), line.substring(1));
        }
    }

    private void addMacro(String macro, String rest, String whole) {
        switch (macro) {
            case "Dd", "Dt", "Os" -> {}
            case "Sh" -> begin(rest, 0);
            case "Ss" -> begin(rest, INDENT - 2);
            case "Nd" -> words.addText("- " + rest);
            case "Pp" -> endWithSpace();
            case "Dl" -> {
                endParagraph();
                indent += DISPLAY_INDENT;
                words.addText(rest);
                endParagraph();
                indent -= DISPLAY_INDENT;
            }
            case "Bd" -> {
                endWithSpace();
                literal = true;
            }
            case "Bl" -> beginList(rest);
            case "It" -> item(rest);
            case "El" -> endList();
            default -> {
                if (synopsis && macro.equals("Nm")) {
                    endParagraph();
                    hanging = (rest.isEmpty() ? pageName : rest).length() + 1;
                }
                words.addMacros(whole);
            }
        }
    }

    /** A section, or one within a section. */
    private void begin(String title, int titleIndent) {
        endWithSpace();
        hanging = 0;
        synopsis = title.equals("SYNOPSIS");
        lines.add(" ".repeat(titleIndent) + title);
    }

    private void beginList(String arguments) {
        List<String> given = MdocWords.split(arguments);
        endParagraph();
        int width = TAG_WIDTH;
        List<Integer> cells = new ArrayList<>();
        if (given.get(0).equals("-column")) {
            given.subList(1, given.size()).forEach(cell -> cells.add(cell.length() + CELL_GAP));
            endWithSpace();
        } else if (given.contains("-width") && !given.contains("Ds")) {
            width = given.get(given.indexOf("-width") + 1).length() + 2;
        } else if (given.contains("-bullet")) {
            width = 2;
        }
        lists.push(new Block(given.get(0), indent, width, given.contains("-compact"), cells));
    }

    private void item(String arguments) {
        Block list = lists.element();
        endParagraph();
        if (!list.cells.isEmpty()) {
            lines.add(row(list, arguments));
            return;
        }
        if (!list.compact) {
            endWithSpace();
        }
        indent = list.indent + list.tagWidth;
        if (list.kind.equals("-bullet")) {
            tag = "o";
        } else {
            words.addMacros(arguments);
            tag = words.take();
        }
    }

    private String row(Block list, String arguments) {
        StringBuilder row = new StringBuilder(" ".repeat(indent));
        int column = 0;
        for (String cell : (" " + arguments).split(" Ta ?")) {
            if (!cell.isBlank()) {
                words.addMacros(cell.strip());
            }
            String text = words.take();
            row.append(text);
            if (column < list.cells.size()) {
                row.append(" ".repeat(Math.max(1, list.cells.get(column++) - text.length())));
            }
        }
        return row.toString().stripTrailing();
    }

    private void endList() {
        endParagraph();
        indent = lists.pop().indent;
    }

    private void endWithSpace() {
        endParagraph();
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    /** Writes the words since the last paragraph, with the tag of the item that they are in. */
    private void endParagraph() {
        List<String> rest = new ArrayList<>(Arrays.asList(words.take().split(" ")));
        rest.removeIf(String::isEmpty);
        StringBuilder line = new StringBuilder();
        if (!tag.isEmpty()) {
            Block list = lists.element();
            line.append(" ".repeat(list.indent)).append(tag);
            if (tag.length() >= list.tagWidth) {
                endLine(line);
            }
        } else if (rest.isEmpty()) {
            return;
        }
        int start = indent;
        for (String word : rest) {
            if (line.length() > start && line.length() + 1 + word.length() > COLUMNS) {
                endLine(line);
                start = indent + hanging;
            }
            line.append(line.length() <= start ? " ".repeat(start - line.length()) : " ")
                    .append(word);
        }
        if (line.length() > 0) {
            endLine(line);
        }
        tag = "";
    }

    private void endLine(StringBuilder line) {
        lines.add(line.toString().replace(MdocWords.UNBROKEN, ' '));
        line.setLength(0);
    }
}
