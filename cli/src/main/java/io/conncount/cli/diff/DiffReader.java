package io.conncount.cli.diff;

import io.conncount.cli.history.Recorded;
import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.collect.Collector;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.source.Host;
import io.conncount.source.recording.RecordedHost;
import io.conncount.source.recording.RecordingException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is to be compared. */
public final class DiffReader {
    private static final int FILES = 2;
    private static final int GROUPS_MAX_DEFAULT = 100_000;
    private static final int GROUPS_MAX_MAX = 10_000_000;

    private final ParsedArguments given;
    private final DiffOptions options;

    private DiffReader(ParsedArguments given, DiffOptions options) {
        this.given = given;
        this.options = options;
    }

    /**
     * What the command line says, checked.
     *
     * @param before one of two files; empty if two moments of a history are compared
     * @param moments those; none if files are compared
     * @param keys empty if those of a saved answer, or else the state, are meant
     * @param groupsMax how many groups of each to keep
     * @param rowsMax how many rows to show
     * @param format empty where the output decides
     */
    public record DiffOptions(
            Optional<Path> before,
            Optional<Path> after,
            List<Instant> moments,
            Optional<List<GroupKey>> keys,
            int groupsMax,
            int rowsMax,
            Optional<Format> format,
            ColorWhen color) {}

    static DiffOptions read(ParsedArguments given) throws UsageException {
        List<Instant> moments = moments(given);
        if (moments.isEmpty() && given.words().size() < FILES) {
            throw new UsageException(
                    "diff needs two files, conncount diff A B, or two moments, conncount diff --at A --at B");
        }
        Optional<String> by = given.value(Diff.BY);
        selection(given);
        return new DiffOptions(
                file(given, 0),
                file(given, 1),
                moments,
                by.isPresent() ? Optional.of(KeyWords.read(Diff.BY, by.get())) : Optional.empty(),
                given.number(Diff.MAX_GROUPS, GROUPS_MAX_MAX).orElse(GROUPS_MAX_DEFAULT),
                given.number(Diff.TOP, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                given.format(),
                given.color());
    }

    private static List<Instant> moments(ParsedArguments given) throws UsageException {
        List<Instant> moments = new ArrayList<>();
        for (String time : given.values(HistoryOptions.AT)) {
            moments.add(HistoryOptions.time(HistoryOptions.AT, time));
        }
        if (moments.size() != 0 && moments.size() != 2) {
            throw new UsageException("give --at twice: conncount diff --at A --at B");
        }
        if (moments.isEmpty() && given.has(HistoryOptions.HISTORY)) {
            throw new UsageException("--history needs two moments: conncount diff --at A --at B");
        }
        return moments;
    }

    private static Optional<Path> file(ParsedArguments given, int place) throws UsageException {
        return given.has(HistoryOptions.AT)
                ? Optional.empty()
                : Optional.of(SourceOptions.path(given.words().get(place)));
    }

    /** With moments, all words are of a filter. */
    private static ParsedArguments filtered(ParsedArguments given) {
        return given.has(HistoryOptions.AT) ? given : given.withoutFirstWord().withoutFirstWord();
    }

    /** Reads and compares both. */
    static Comparison compare(ParsedArguments given, DiffOptions options)
            throws UsageException, IOException, InterruptedException {
        return new DiffReader(given, options).compare();
    }

    private Comparison compare() throws UsageException, IOException, InterruptedException {
        if (!options.moments().isEmpty()) {
            return compareMoments();
        }
        Path before = options.before().orElseThrow();
        Path after = options.after().orElseThrow();
        Optional<SavedAnswer> savedBefore = saved(before);
        Optional<SavedAnswer> savedAfter = saved(after);
        List<GroupKey> keys = options.keys()
                .or(() -> savedBefore.or(() -> savedAfter).map(SavedAnswer::keys))
                .orElseGet(() -> GroupKeys.of(List.of("state")));
        return new Comparison(keys, side(before, savedBefore, keys), side(after, savedAfter, keys), options.rowsMax());
    }

    private Comparison compareMoments() throws UsageException, IOException {
        List<GroupKey> keys = options.keys().orElseGet(() -> GroupKeys.of(List.of("state")));
        Selection selection = selection(given);
        try (HistoryReader reader = HistoryReader.open(HistoryOptions.place(given))) {
            Recorded recorded = Recorded.of(reader, keys, selection);
            return new Comparison(
                    keys,
                    side(recorded, options.moments().get(0), selection),
                    side(recorded, options.moments().get(1), selection),
                    options.rowsMax());
        }
    }

    private static Side side(Recorded recorded, Instant time, Selection selection) throws IOException {
        Grouped groups = recorded.at(time);
        return Side.of(recorded, groups, selection.words());
    }

    /** The answer that is in a file; empty if a recording is, which begins with another character. */
    private Optional<SavedAnswer> saved(Path file) throws RecordingException {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return Optional.empty();
        }
        // FileInputStream, because a pipe cannot be asked where in it one is, as Files.newInputStream does.
        try (InputStream content = new BufferedInputStream(new FileInputStream(file.toFile()))) {
            content.mark(1);
            if (content.read() != '{') {
                return Optional.empty();
            }
            content.reset();
            return Optional.of(SavedAnswer.read(file, content, options.groupsMax()));
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw RecordingException.of(file, e);
        }
    }

    private Side side(Path file, Optional<SavedAnswer> saved, List<GroupKey> keys)
            throws UsageException, IOException, InterruptedException {
        if (saved.isEmpty()) {
            return recorded(file, keys);
        }
        if (selection(given).words().isPresent()) {
            throw new UsageException("tables and filters select from recordings, but " + file
                    + " is an answer, of which only the groups are known");
        }
        if (!saved.get().has(keys)) {
            throw new UsageException(file + " is by "
                    + String.join(",", GroupKeys.names(saved.get().keys()))
                    + "; compare with --by one or more of these, if both files have them");
        }
        return saved.get().by(keys);
    }

    private Side recorded(Path file, List<GroupKey> keys) throws UsageException, IOException, InterruptedException {
        Host host = RecordedHost.open(file);
        Selection selection = selection(given.withNames(host.names()));
        Query query = new Query(selection, keys, false, ParsedArguments.threadsDefault(), options.groupsMax());
        SourceOptions.requireNamespaces(given, selection, query.details());
        return Side.of(file.toString(), new Collector(host).collect(query));
    }

    private static Selection selection(ParsedArguments given) throws UsageException {
        return SelectionOptions.read(filtered(given), UsualStates.ALL);
    }
}
