package io.conncount.cli;

import io.conncount.filter.FilterParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Knows what habits of other tools, and slips of the finger, were meant to be. */
final class Slips {
    /** Commands of other tools, and what to write here. */
    private static final Map<String, String> COMMANDS_OF_OTHERS = Map.ofEntries(
            Map.entry("ls", "conncount list"),
            Map.entry("show", "conncount list"),
            Map.entry("ps", "conncount list"),
            Map.entry("ss", "conncount list, which takes the options of ss"),
            Map.entry("netstat", "conncount list -tan"),
            Map.entry("lsof", "conncount list"),
            Map.entry("count", "conncount, which counts without a command"),
            Map.entry("watch", "conncount --watch"),
            Map.entry("dump", "conncount record FILE"),
            Map.entry("exporter", "conncount serve"),
            Map.entry("daemon", "conncount serve"),
            Map.entry("dashboard", "conncount top"));

    /** Options of ss that only its own kind of output has. */
    private static final Map<String, String> OPTIONS_OF_SS = Map.of(
            "-s", "conncount --by proto,state -A all counts every table",
            "--summary", "conncount --by proto,state -A all counts every table",
            "-E", "conncount events shows sockets as they are destroyed",
            "--events", "conncount events shows sockets as they are destroyed",
            "-D", "conncount record FILE keeps what the kernel says",
            "--diag", "conncount record FILE keeps what the kernel says");

    private Slips() {}

    /** What to write in place of a first word that is no command and begins no filter; empty if it may be a filter. */
    static Optional<String> command(String word) {
        if (COMMANDS_OF_OTHERS.containsKey(word)) {
            return Optional.of("unknown command '" + word + "'; write " + COMMANDS_OF_OTHERS.get(word));
        }
        if (!word.matches("[a-z]+") || FilterParser.mayBegin(word)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(List.of("help", "version"));
        Commands.all().forEach(entry -> names.add(entry.name()));
        Optional<String> command = Nearest.to(word, names);
        Optional<String> field = Nearest.to(word, FilterParser.firstWords());
        boolean fieldIsNearer = command.isPresent()
                && field.isPresent()
                && Nearest.distance(word, field.get()) < Nearest.distance(word, command.get());
        return fieldIsNearer
                ? Optional.empty()
                : command.map(name -> "unknown command '" + word + "'; did you mean '" + name + "'?");
    }

    /** What to write in place of an option that a command does not have; empty if nobody knows. */
    static Optional<String> option(String option, String command) {
        String name = option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
        if (OPTIONS_OF_SS.containsKey(name)) {
            return Optional.of(OPTIONS_OF_SS.get(name));
        }
        boolean counts = command.equals("conncount");
        CommandSpec list = new ListSockets().spec();
        if (counts && (has(list, name) || areLetters(name, list))) {
            return Optional.of("conncount list " + option + " lists sockets; without 'list' they are counted");
        }
        if (command.equals("conncount events") && has(selection(), name)) {
            return Optional.of("the kernel tells of destroyed tcp and udp sockets alone: -t, -u or both");
        }
        if (!counts && has(new Count().spec(), name)) {
            return Optional.of("only counts have it: conncount " + option);
        }
        return Optional.empty();
    }

    private static CommandSpec selection() {
        CommandSpec spec = CommandSpec.create();
        SelectionOptions.addTo(spec);
        return spec;
    }

    private static boolean has(CommandSpec spec, String name) {
        return spec.findOption(name) != null;
    }

    /** True for several options of one letter in one word, such as {@code -tan}. */
    private static boolean areLetters(String word, CommandSpec spec) {
        if (!word.matches("-[a-zA-Z0-9]{2,}")) {
            return false;
        }
        Set<Character> known = new HashSet<>();
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                if (name.length() == 2) {
                    known.add(name.charAt(1));
                }
            }
        }
        return word.substring(1).chars().allMatch(letter -> known.contains((char) letter));
    }
}
