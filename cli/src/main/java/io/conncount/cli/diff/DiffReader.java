package io.conncount.cli.diff;

import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.collect.Collector;
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
     * @param keys empty if those of a saved answer, or else the state, are meant
     * @param groupsMax how many groups of each to keep
     * @param rowsMax how many rows to show
     * @param format empty where the output decides
     */
    public record DiffOptions(
            Path before,
            Path after,
            Optional<List<GroupKey>> keys,
            int groupsMax,
            int rowsMax,
            Optional<Format> format,
            ColorWhen color) {}

    static DiffOptions read(ParsedArguments given) throws UsageException {
        if (given.words().size() < FILES) {
            throw new UsageException("diff needs two files: conncount diff A B");
        }
        Optional<String> by = given.value(Diff.BY);
        SelectionOptions.read(filtered(given), UsualStates.ALL);
        return new DiffOptions(
                SourceOptions.path(given.words().get(0)),
                SourceOptions.path(given.words().get(1)),
                by.isPresent() ? Optional.of(KeyWords.read(Diff.BY, by.get())) : Optional.empty(),
                given.number(Diff.MAX_GROUPS, GROUPS_MAX_MAX).orElse(GROUPS_MAX_DEFAULT),
                given.number(Diff.TOP, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                given.format(),
                given.color());
    }

    private static ParsedArguments filtered(ParsedArguments given) {
        return given.withoutFirstWord().withoutFirstWord();
    }

    /** Reads and compares both. */
    static Comparison compare(ParsedArguments given, DiffOptions options)
            throws UsageException, IOException, InterruptedException {
        return new DiffReader(given, options).compare();
    }

    private Comparison compare() throws UsageException, IOException, InterruptedException {
        Optional<SavedAnswer> savedBefore = saved(options.before());
        Optional<SavedAnswer> savedAfter = saved(options.after());
        List<GroupKey> keys = options.keys()
                .or(() -> savedBefore.or(() -> savedAfter).map(SavedAnswer::keys))
                .orElseGet(() -> GroupKeys.of(List.of("state")));
        return new Comparison(
                keys,
                side(options.before(), savedBefore, keys),
                side(options.after(), savedAfter, keys),
                options.rowsMax());
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
