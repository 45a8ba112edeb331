package io.conncount.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source file as our formatter leaves it.
 *
 * @param path relative to the repository's root
 */
record SourceFile(Path path, String text, List<String> lines) {
    private static final Pattern BLOCK_END = Pattern.compile("^( +)}$");
    private static final Pattern TYPE = Pattern.compile("\\b(class|record|interface|enum) \\w+");

    static SourceFile read(Path root, Path path) {
        try {
            String text = Files.readString(path);
            return new SourceFile(root.relativize(path), text, text.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isIn(String module) {
        return path.startsWith(module);
    }

    boolean isMain() {
        return path.toString().contains("/src/main/");
    }

    /** The rules name what they ban. */
    boolean isThisTest() {
        return className().equals("TidyTest");
    }

    String className() {
        return path.getFileName().toString().replace(".java", "");
    }

    /** Where the pattern is found: the file, the line and the text. */
    List<String> linesWith(Pattern pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int line = (int) text.substring(0, matcher.start()).lines().count();
            found.add(path + ":" + Math.max(1, line) + ": " + matcher.group().strip());
        }
        return found;
    }

    /** Methods of more lines, from the brace that ends one up to the line that stands over it. */
    List<String> methodsLongerThan(int linesMax) {
        List<String> found = new ArrayList<>();
        for (int end = 0; end < lines.size(); end++) {
            Matcher brace = BLOCK_END.matcher(lines.get(end));
            if (brace.matches()) {
                int head = headOf(end, brace.group(1));
                String text = lines.get(head);
                int length = end - head + 1;
                if (length > linesMax
                        && text.contains("(")
                        && !TYPE.matcher(text).find()) {
                    found.add(path + ":" + (head + 1) + ": " + length + " lines, at most " + linesMax
                            + ": make two methods of it");
                }
            }
        }
        return found;
    }

    private int headOf(int end, String indent) {
        int head = end - 1;
        while (head > 0 && !lines.get(head).matches(indent + "[\\w@<].*")) {
            head--;
        }
        return head;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
