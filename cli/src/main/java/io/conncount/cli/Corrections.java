package io.conncount.cli;

import io.conncount.cli.count.Count;
import io.conncount.cli.events.Events;
import io.conncount.cli.kill.Kill;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.manual.Manual;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.TableWords;
import io.conncount.filter.FilterParser;
import io.conncount.group.GroupKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Knows what habits of other tools, and slips of the finger, were meant to be. */
final class Corrections {
    private static final String COUNTS = "counts";

    private static final int SLIP_LETTERS_MIN = 7;

    /** How many commands an answer names. */
    private static final int NAMED_MAX = 3;

    /** Commands of other tools, and what to write here. */
    private static final Map<String, String> COMMANDS_OF_OTHERS = commandsOfOthers();

    /** Options of ss and netstat that no command has, and what to know of them. */
    private static final Map<String, String> OPTIONS_OF_OTHERS = optionsOfOthers();

    private Corrections() {}

    private static Map<String, String> optionsOfOthers() {
        Map<String, String> options = new HashMap<>();
        put(options, "conncount --by process counts by process; list -p shows the processes", "-p", "--processes");
        put(options, "threads are not shown; list -e shows user, inode and cgroup", "-T");
        put(options, "security contexts are not shown; ss -Z shows them", "-Z", "-z", "--context", "--contexts");
        put(options, "conncount kill closes sockets", "-K", "--kill");
        put(options, "filters of packet sockets are not shown here; conncount ss -b shows them", "-b", "--bpf");
        put(options, TableWords.NOT_READ.get("tipc"), "--tipc", "--tipcinfo");
        put(options, TableWords.NOT_READ.get("dccp"), "-d", "--dccp");
        put(options, TableWords.NOT_READ.get("xdp"), "--xdp");
        put(options, "socket options are not shown here; conncount ss --inet-sockopt shows them", "--inet-sockopt");
        put(options, "conncount --by proto,state -A all counts every table", "-s", "--summary");
        put(options, "conncount events shows sockets as they are destroyed", "-E", "--events");
        put(options, "conncount record FILE saves sockets to a file", "-D", "--diag");
        put(options, "use conncount --watch to repeat an answer", "-c", "--continuous");
        put(options, "-V shows the version", "-v", "--verbose");
        put(options, "-h shows help", "-?");
        return options;
    }

    private static Map<String, String> commandsOfOthers() {
        Map<String, String> commands = new HashMap<>();
        put(commands, "conncount list", "ls", "show", "sockets", "lsof");
        put(commands, "conncount list state connected", "connections", "conns");
        put(commands, "conncount list -p", "ps", "sockstat", "fstat");
        put(commands, "conncount list sport = :80, or conncount ports for the local ports that are left", "port");
        put(commands, "conncount, which counts by state without a command", "count", "status", "states", "summary");
        put(commands, "conncount top", "dashboard", "monitor", "live");
        put(commands, "conncount listeners", "queues", "listener");
        put(commands, "conncount capacity", "limits", "limit");
        put(commands, "conncount memory", "mem");
        put(commands, "conncount doctor", "diagnose", "info");
        put(commands, "conncount kill FILTER", "tcpkill", "drop");
        put(commands, "conncount record FILE", "dump", "save", "capture");
        put(commands, "conncount --from FILE", "replay", "read");
        put(commands, "conncount diff A B", "compare");
        put(commands, "conncount check QUESTION", "alert", "nagios");
        put(commands, "conncount serve", "exporter", "daemon", "metrics", "prometheus");
        put(commands, "conncount fleet", "cluster", "hosts");
        put(commands, "conncount help", "man", "manual", "usage");
        return commands;
    }

    private static void put(Map<String, String> answers, String answer, String... names) {
        for (String name : names) {
            answers.put(name, answer);
        }
    }

    /** The error for a first word that is neither a command nor the start of a filter; empty if it may be a filter. */
    static Optional<String> command(String word) {
        String unknown = "unknown command '" + word + "'; ";
        if (COMMANDS_OF_OTHERS.containsKey(word)) {
            return Optional.of(unknown + "write " + COMMANDS_OF_OTHERS.get(word));
        }
        if (!word.matches("[a-z]+(-[a-z]+)?")
                || FilterParser.mayBegin(word)
                || FilterReader.suggestion(word).isPresent()) {
            return Optional.empty();
        }
        if (GroupKeys.byWord(word).isPresent()) {
            return Optional.of(unknown + "write conncount --by " + word);
        }
        if (Manual.topics().contains(word)) {
            return Optional.of(unknown + "write conncount help " + word);
        }
        if (has(new Count().spec(), "--" + word)) {
            return Optional.of(unknown + "write conncount --" + word);
        }
        List<String> names = new ArrayList<>(List.of("help", "version"));
        for (CommandNames.Entry entry : CommandNames.all()) {
            names.add(entry.name());
        }
        Optional<String> command = Suggestion.to(word, names);
        Optional<String> field = Suggestion.to(word, FilterParser.firstWords());
        if (command.isPresent()
                && (field.isEmpty()
                        || Suggestion.distance(word, command.get()) <= Suggestion.distance(word, field.get()))) {
            return Optional.of(unknown + "did you mean '" + command.get() + "'?");
        }
        return field.isPresent()
                ? Optional.empty()
                : Optional.of("'" + word + "' is neither a command nor the start of a filter; see conncount "
                        + OptionSpecs.HELP);
    }

    /** The error for words after a command that were meant for another; empty if they were not. */
    static Optional<String> words(String command, List<String> words) {
        boolean port = words.size() == 1 && words.get(0).matches(":?\\d{1,5}");
        if (!command.equals("ports") || !port) {
            return Optional.empty();
        }
        String number = words.get(0).replace(":", "");
        return Optional.of("ports shows the local ports that are left; the sockets of port " + number
                + ": conncount list sport = :" + number);
    }

    /**
     * What to say of an option that a command does not have.
     *
     * @param option without a value, such as {@code -n}
     * @param typed the word it is in, such as {@code -tan}
     */
    static String unknownOption(String option, String typed, CommandSpec spec) {
        if (has(spec, "-" + typed)) {
            return "unknown option '" + typed + "'; write -" + typed;
        }
        Optional<String> slip = slip(option, spec);
        if (slip.isPresent()) {
            return "unknown option '" + option + "'; " + didYouMean(slip.get());
        }
        if (spec.name().equals(Count.NAME)) {
            Optional<String> list = list(typed.startsWith("--") ? option : typed);
            if (list.isPresent()) {
                return "unknown option '" + option + "'; " + list.get();
            }
        }
        String unknown = "unknown option '" + option + "'" + (typed.startsWith(option) ? "" : " in '" + typed + "'");
        return unknown + "; " + advice(option, spec);
    }

    private static String advice(String option, CommandSpec spec) {
        String name = withoutDashes(option);
        if (OPTIONS_OF_OTHERS.containsKey(option)) {
            return OPTIONS_OF_OTHERS.get(option);
        }
        if (spec.name().equals(Events.NAME) && isSelection(option)) {
            return "events are only for TCP and UDP sockets (-t, -u), in any state";
        }
        if (spec.name().equals(Kill.NAME) && Kill.refusals().containsKey(option)) {
            return Kill.refusals().get(option);
        }
        if (spec.name().equals(Kill.NAME) && isSelection(option)) {
            return "the kernel closes only TCP and UDP sockets (-t, -u)";
        }
        Optional<String> elsewhere = elsewhere(option);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        if (CommandNames.contains(name)) {
            return "write conncount " + name;
        }
        Optional<String> meant = ownName(option, spec);
        return meant.isPresent() ? didYouMean(meant.get()) : "see " + spec.name() + " " + OptionSpecs.HELP;
    }

    /**
     * The name of an option of this command that is one letter off in a long word. No other command has an option so near to one that it
     * has not, and to make the options of all commands takes longer than the rest of the answer.
     */
    static Optional<String> slip(String option, CommandSpec spec) {
        String name = withoutDashes(option);
        if (name.length() < SLIP_LETTERS_MIN) {
            return Optional.empty();
        }
        Optional<String> own = ownName(option, spec);
        return own.isPresent() && Suggestion.distance(name, own.get()) == 1 ? own : Optional.empty();
    }

    /** The name of an option of this command that was probably meant, without dashes. */
    private static Optional<String> ownName(String option, CommandSpec spec) {
        List<String> own = new ArrayList<>();
        for (OptionSpec known : spec.options()) {
            own.add(withoutDashes(known.longestName()));
        }
        return Suggestion.to(withoutDashes(option), own);
    }

    private static String didYouMean(String name) {
        return "did you mean '--" + name + "'?";
    }

    private static String withoutDashes(String option) {
        int start = 0;
        while (start < option.length() && option.charAt(start) == '-') {
            start++;
        }
        return option.substring(start);
    }

    /** The hint for options of a listing that were given to a count; empty if list does not have them either. */
    private static Optional<String> list(String options) {
        CommandSpec list = new ListSockets().spec();
        String meant = " lists sockets; without 'list' they are counted";
        if (has(list, options)) {
            return Optional.of("conncount list " + options + meant);
        }
        if (!options.matches("-[a-zA-Z0-9]{2,}")) {
            return Optional.empty();
        }
        StringBuilder known = new StringBuilder("-");
        for (char letter : options.substring(1).toCharArray()) {
            String option = "-" + letter;
            if (has(list, option)) {
                known.append(letter);
            } else if (OPTIONS_OF_OTHERS.containsKey(option)) {
                meant = " lists sockets, without " + option + ": " + OPTIONS_OF_OTHERS.get(option);
            } else {
                return Optional.empty();
            }
        }
        return known.length() == 1 ? Optional.empty() : Optional.of("conncount list " + known + meant);
    }

    private static boolean has(CommandSpec spec, String option) {
        return spec.findOption(option) != null;
    }

    private static boolean isSelection(String option) {
        CommandSpec selection = OptionSpecs.of(Count.NAME);
        SelectionOptions.addTo(selection);
        return has(selection, option);
    }

    /** Which commands have an option; empty if none has. */
    private static Optional<String> elsewhere(String option) {
        List<CommandSpec> views = new ArrayList<>();
        List<CommandSpec> others = new ArrayList<>();
        for (CommandSpec spec : Commands.specs()) {
            if (has(spec, option)) {
                (Commands.isView(spec) ? views : others).add(spec);
            }
        }
        // Views take much the same options, and a list of all of them would help nobody.
        List<CommandSpec> owners = others.isEmpty() ? views : others;
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (CommandSpec owner : owners) {
            names.add(shortName(owner));
        }
        String example = ": " + owners.get(0).name() + " " + option;
        String first = names.get(0);
        if (names.size() == 1) {
            return Optional.of("only " + first + (first.equals(COUNTS) ? " accept it" : " accepts it") + example);
        }
        // Of many, the first are those that were most likely meant.
        boolean many = names.size() > NAMED_MAX;
        List<String> named = names.subList(0, many ? NAMED_MAX : names.size() - 1);
        String rest = many ? "other commands" : names.get(names.size() - 1);
        return Optional.of(String.join(", ", named) + " and " + rest + " accept it" + example);
    }

    private static String shortName(CommandSpec spec) {
        return spec.name().equals(Count.NAME) ? COUNTS : spec.name().substring(Count.NAME.length() + 1);
    }
}
