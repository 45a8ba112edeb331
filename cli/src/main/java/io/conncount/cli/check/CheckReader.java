package io.conncount.cli.check;

import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.threshold.Question;
import io.conncount.cli.threshold.Range;
import io.conncount.cli.threshold.Subject;
import io.conncount.cli.threshold.Subjects;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is to be checked, and the thresholds. */
final class CheckReader {
    private final ParsedArguments given;

    private CheckReader(ParsedArguments given) {
        this.given = given;
    }

    /** @param hostNames what names in filters stand for */
    static List<Question> read(ParsedArguments given, SocketNames hostNames) throws UsageException {
        return new CheckReader(given).questions(new Subjects(given, hostNames));
    }

    private List<Question> questions(Subjects subjects) throws UsageException {
        HistoryOptions.check(given);
        SourceOptions.requireOneSource(given);
        if (given.words().isEmpty()) {
            throw new UsageException("check needs something to check, such as 'state close-wait > 5000'");
        }
        List<Question> questions = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (String words : given.words()) {
            Question question = Question.read(words, subjects);
            if (question.critical().isEmpty()) {
                open.add(questions.size());
            }
            requireNamespaces(question.subject());
            if (SourceOptions.ofAllNamespaces(given) && isOfOneNamespace(question.subject())) {
                throw new UsageException("'" + question.text()
                        + "': each network namespace has ports and limits of its own; give -N the name of one");
            }
            if (given.has(SourceOptions.DAEMON) && question.subject() instanceof Subject.NumberStatistic) {
                throw new UsageException("'" + question.text() + "': the daemon counts sockets, and has no "
                        + "numbers of them; leave out " + SourceOptions.DAEMON);
            }
            questions.add(question);
        }
        List<Range> criticals = ranges(Check.CRITICAL, open.size(), "without a comparison");
        for (int i = 0; i < open.size() && !criticals.isEmpty(); i++) {
            int place = open.get(i);
            questions.set(place, questions.get(place).withCritical(criticals.get(i % criticals.size())));
        }
        List<Range> warnings = ranges(Check.WARNING, questions.size(), "in all");
        for (int i = 0; i < questions.size() && !warnings.isEmpty(); i++) {
            questions.set(i, questions.get(i).withWarning(warnings.get(i % warnings.size())));
        }
        requireThresholds(questions);
        return questions;
    }

    private static boolean isOfOneNamespace(Subject subject) {
        return subject instanceof Subject.UsedLimit || subject instanceof Subject.FullestDestination;
    }

    private void requireNamespaces(Subject subject) throws UsageException {
        Optional<Selection> selection = Optional.empty();
        if (subject instanceof Subject.SocketCount count) {
            selection = Optional.of(count.selection());
        } else if (subject instanceof Subject.NumberStatistic statistic) {
            selection = Optional.of(statistic.selection());
        }
        if (selection.isPresent()) {
            SourceOptions.requireNamespaces(given, selection.get(), Set.<Detail>of());
        }
    }

    /** The ranges of an option: none, one for all questions, or one for each. */
    private List<Range> ranges(String option, int questions, String which) throws UsageException {
        List<Range> ranges = new ArrayList<>();
        for (String text : given.values(option)) {
            String plain = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            ranges.add(Range.parse(plain)
                    .orElseThrow(() -> new UsageException(
                            option + " " + text + ": must be a range, such as 10, 10:, ~:10, 10:20 or @10:20")));
        }
        boolean tooMany = ranges.size() > 1 && ranges.size() != questions;
        if (tooMany || (!ranges.isEmpty() && questions == 0)) {
            throw new UsageException(option + " is given " + ranges.size() + " times, but there are " + questions
                    + " questions " + which + "; give it once, or once for each");
        }
        return ranges;
    }

    private static void requireThresholds(List<Question> questions) throws UsageException {
        for (Question question : questions) {
            if (question.warning().isEmpty() && question.critical().isEmpty()) {
                throw new UsageException("'" + question.text() + "' has no threshold; write '" + question.text()
                        + " > N', or give " + Check.WARNING + " or " + Check.CRITICAL);
            }
        }
    }
}
