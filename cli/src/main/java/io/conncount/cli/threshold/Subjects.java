package io.conncount.cli.threshold;

import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.NotListening;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.threshold.Subject.FullestAcceptQueue;
import io.conncount.cli.threshold.Subject.FullestDestination;
import io.conncount.cli.threshold.Subject.KernelMeasure;
import io.conncount.cli.threshold.Subject.NumberStatistic;
import io.conncount.cli.threshold.Subject.ShareOfLimit;
import io.conncount.cli.threshold.Subject.SocketCount;
import io.conncount.cli.threshold.Subject.UsedLimit;
import io.conncount.collect.CapacityView;
import io.conncount.counters.Measure;
import io.conncount.filter.ParsedFilter;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.view.DistributionColumns;
import io.conncount.view.DistributionColumns.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what words of a user are about. */
public final class Subjects {
    private static final String SHARE = ".share";
    private static final String MAX = "_MAX";
    private static final String ACCEPT_QUEUE = "accept_queue" + SHARE;
    private static final String PORTS = "ports" + SHARE;

    private final ParsedArguments given;
    private final SocketNames hostNames;

    /**
     * Those of a command line.
     *
     * @param given the tables and families that filters select from
     * @param hostNames what names in filters stand for
     */
    public Subjects(ParsedArguments given, SocketNames hostNames) {
        this.given = given;
        this.hostNames = hostNames;
    }

    /** The subject that a text names: a measure, a share, a number's statistic, or else a filter. */
    Subject of(String text) throws UsageException {
        Optional<Subject> named = named(text);
        if (named.isPresent()) {
            return named.get();
        }
        try {
            return new SocketCount(selection(text, UsualStates.ALL));
        } catch (UsageException e) {
            if (text.matches("[\\w-]+(\\.\\w+)?")) {
                throw new UsageException("'" + text + "' is neither a measure nor a filter"
                        + Suggestion.hint(text, names(), "conncount check --help lists the measures"));
            }
            throw e;
        }
    }

    /** True if the text names a subject. */
    boolean isSubject(String text) {
        try {
            of(text);
            return true;
        } catch (UsageException e) {
            return false;
        }
    }

    private Optional<Subject> named(String text) throws UsageException {
        String first = text.split(" ", 2)[0];
        String name = first.replace('-', '_');
        if (text.equals(first)) {
            if (name.equals(ACCEPT_QUEUE)) {
                return Optional.of(new FullestAcceptQueue());
            }
            if (name.equals(PORTS)) {
                return Optional.of(new FullestDestination(selection("", UsualStates.ALL)));
            }
            for (Measure measure : Measure.values()) {
                String full =
                        measure.label() + measure.unit().map(unit -> "_" + unit).orElse("");
                if (!measure.label().isEmpty() && (name.equals(measure.label()) || name.equals(full))) {
                    return Optional.of(new KernelMeasure(measure));
                }
                if (limitOf(measure).isPresent() && name.equals(shareName(measure))) {
                    return Optional.of(
                            new ShareOfLimit(measure, limitOf(measure).get()));
                }
            }
            if (limitNames().contains(name)) {
                return Optional.of(new UsedLimit(name.substring(0, name.length() - SHARE.length())));
            }
        }
        return statistic(first, text.substring(first.length()).strip());
    }

    private Optional<Subject> statistic(String name, String filter) throws UsageException {
        int point = name.lastIndexOf('.');
        Optional<SocketNumber> number = point < 0 ? Optional.empty() : SocketNumber.byWord(name.substring(0, point));
        if (number.isEmpty() || number.get().unit() == Unit.HEXADECIMAL) {
            return Optional.empty();
        }
        for (Statistic statistic : DistributionColumns.STATISTICS) {
            if (statistic.name().equals(name.substring(point + 1))) {
                return Optional.of(new NumberStatistic(number.get(), statistic, selection(filter, new NotListening())));
            }
        }
        return Optional.empty();
    }

    private Selection selection(String text, UsualStates usualStates) throws UsageException {
        ParsedFilter filter = FilterReader.parse(text, hostNames);
        return SelectionOptions.read(given, usualStates, filter);
    }

    /** The measure that is the limit of another. */
    static Optional<Measure> limitOf(Measure measure) {
        for (Measure limit : Measure.values()) {
            if (limit.name().equals(measure.name() + MAX)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    private static String shareName(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT) + SHARE;
    }

    /** The names of measures and shares, in the order in which help shows them. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (!measure.label().isEmpty()) {
                names.add(measure.label());
            }
            if (limitOf(measure).isPresent()) {
                names.add(shareName(measure));
            }
        }
        names.add(ACCEPT_QUEUE);
        names.add(PORTS);
        for (String name : limitNames()) {
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static List<String> limitNames() {
        return CapacityView.NAMES.stream().map(name -> name + SHARE).toList();
    }
}
