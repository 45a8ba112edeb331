package io.conncount.cli.options;

import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.names.SocketNames;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the filter that the words of the command line and {@code -F FILE} make together, and shows where it is wrong. */
public final class FilterReader {
    private static final String COMMENT = "#";
    private static final int UTF8_BYTES_MAX = 4;

    /** Characters of a long filter that are shown on each side of an error. */
    private static final int SHOWN_CHARACTERS = 60;

    private FilterReader() {}

    public static ParsedFilter read(ParsedArguments given) throws UsageException {
        return parse(text(given), given.names());
    }

    /** What was written, on the command line and in the file; empty if that is nothing. */
    static String text(ParsedArguments given) throws UsageException {
        return text(given.words(), given.value(SelectionOptions.FILTER_FILE));
    }

    /** The words together, and what is in the file. */
    public static String text(List<String> filter, Optional<String> file) throws UsageException {
        String words = String.join(" ", filter);
        String text = file.isEmpty() ? words : (words + " " + content(file.get())).strip();
        return text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ').strip();
    }

    /** The filter in a text. */
    public static ParsedFilter parse(String filter, SocketNames names) throws UsageException {
        try {
            return filter.isEmpty() ? ParsedFilter.NONE : FilterParser.parse(filter, names);
        } catch (FilterException e) {
            throw new UsageException(Escaper.message(e.getMessage() + hint(e)) + "\n" + marked(filter, e.position()));
        }
    }

    /** A suggestion for the wrong word, after a semicolon; empty if there is none. */
    public static String hint(FilterException fault) {
        if (fault.candidates().isEmpty()) {
            return "";
        }
        boolean isField = fault.candidates().equals(FilterParser.firstWords());
        Optional<String> meant = isField ? suggestion(fault.word()) : Optional.empty();
        return meant.map(words -> "; write " + words)
                .orElseGet(() -> Suggestion.hint(fault.word(), fault.candidates()));
    }

    /** A suggestion for a word where a condition should start; empty if there is none. */
    public static Optional<String> suggestion(String word) {
        if (TcpState.byWord(word).isPresent() && !word.equals("all")) {
            return Optional.of("state " + word);
        }
        if (TableWords.isName(word)) {
            return Optional.of("-A " + word);
        }
        if (word.matches(":?\\d{1,5}")) {
            String port = word.startsWith(":") ? word : ":" + word;
            return Optional.of("sport = " + port + " or dport = " + port);
        }
        if (word.matches("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?")) {
            return Optional.of("src " + word + " or dst " + word);
        }
        return Optional.empty();
    }

    /** What is around a place in the filter, and in a line below it a caret under that place. */
    private static String marked(String filter, int position) {
        int from = Math.max(0, position - SHOWN_CHARACTERS);
        int to = Math.min(filter.length(), position + SHOWN_CHARACTERS);
        String before = (from > 0 ? "..." : "") + Escaper.message(filter.substring(from, position));
        String behind = Escaper.message(filter.substring(position, to)) + (to < filter.length() ? "..." : "");
        return "  " + before + behind + "\n  " + " ".repeat(before.length()) + "^";
    }

    private static String content(String file) throws UsageException {
        int bytesMax = FilterParser.CHARACTERS_MAX * UTF8_BYTES_MAX;
        // Buffered, because FileInputStream alone wants to know where in the file it is: a pipe is not to be asked
        // that.
        try (InputStream in = new BufferedInputStream(
                file.equals(SourceOptions.STANDARD_STREAM)
                        ? new FileInputStream(FileDescriptor.in)
                        : new FileInputStream(file))) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new UsageException(
                        "-F " + file + ": has more than " + bytesMax + " bytes, the limit for a filter");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.stripLeading().startsWith(COMMENT))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UsageException("-F " + file + ": cannot be read: " + e.getMessage());
        }
    }
}
