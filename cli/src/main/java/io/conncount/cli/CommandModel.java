package io.conncount.cli;

import io.conncount.cli.output.Format;
import io.conncount.group.GroupKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line as picocli knows it. It is built by calls, not annotations: reading those costs 25 ms at every start
 * ({@code docs/start-up.md}).
 */
final class CommandModel {
    static final String TCP = "-t";
    static final String UDP = "-u";
    static final String IPV4 = "-4";
    static final String IPV6 = "-6";
    static final String LISTENING = "-l";
    static final String ALL = "-a";
    static final String BY_STATE = "--by-state";
    static final String BY = "--by";
    static final String TOP = "--top";
    static final String SORT = "--sort";
    static final String REVERSE = "--reverse";
    static final String WATCH = "--watch";
    static final String COUNT = "--count";
    static final String EXACT = "--exact";
    static final String THREADS = "--threads";
    static final String MAX_GROUPS = "--max-groups";
    static final String EXPLAIN = "--explain";
    static final String COLOR = "--color";
    static final String HELP = "--help";
    static final String VERSION = "--version";

    private CommandModel() {}

    static CommandLine create() {
        CommandSpec spec = CommandSpec.create().name("conncount");
        addTables(spec);
        addGrouping(spec);
        addFormats(spec);
        addCollecting(spec);
        spec.addOption(flag("Show this help.", "-h", HELP).usageHelp(true).build());
        spec.addOption(
                flag("Show the version.", "-V", VERSION).versionHelp(true).build());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILTER")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("'state NAME' or 'exclude NAME', any number of them, in every spelling of a state;"
                        + " also all, connected, synchronized, bucket, big.")
                .build());
        return new CommandLine(spec);
    }

    /** Parses the arguments; the words alone, what they mean is {@link OptionReader}'s. */
    static ParseResult parse(CommandLine model, String[] args) throws UsageException {
        try {
            String[] words = args.clone();
            for (int i = 0; i < words.length; i++) {
                words[i] = withDefault(words[i]);
            }
            return model.parseArgs(words);
        } catch (UnmatchedArgumentException e) {
            String word = e.getUnmatched().get(0);
            List<String> names = model.getCommandSpec().options().stream()
                    .flatMap(option -> Stream.of(option.names()))
                    .toList();
            throw new UsageException("unknown option '" + word + "'" + Nearest.hint(word, names));
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage().lines().findFirst().orElse("") + "; see conncount --help");
        }
    }

    /** Options whose value may be left out get it here: picocli would take the next word for it. */
    private static String withDefault(String word) {
        return switch (word) {
            case WATCH -> WATCH + "=2";
            case COLOR -> COLOR + "=always";
            default -> word;
        };
    }

    private static void addTables(CommandSpec spec) {
        spec.addOption(flag("TCP sockets (the default).", TCP, "--tcp").build());
        spec.addOption(flag("UDP sockets.", UDP, "--udp").build());
        spec.addOption(flag("IPv4 sockets only.", IPV4, "--ipv4").build());
        spec.addOption(flag("IPv6 sockets only.", IPV6, "--ipv6").build());
        spec.addOption(flag("Listening sockets only.", LISTENING, "--listening").build());
        spec.addOption(
                flag("Sockets in every state (the default).", ALL, "--all").build());
    }

    private static void addGrouping(CommandSpec spec) {
        spec.addOption(flag("Count by state: the same as --by state, and the default.", BY_STATE)
                .build());
        spec.addOption(value("KEY[,KEY...]", "Count by one or more keys; see below.", BY)
                .build());
        spec.addOption(
                value("N", "Show the first N groups, the rest as one row.", TOP).build());
        spec.addOption(value("COLUMN", "Sort by count (the default, largest first) or by a key.", SORT)
                .build());
        spec.addOption(flag("Sort the other way round.", REVERSE).build());
        spec.addOption(
                value("N", "Keep at most N groups (default 1,000,000), the rest is counted as other.", MAX_GROUPS)
                        .build());
    }

    private static void addFormats(CommandSpec spec) {
        for (Format format : Format.values()) {
            if (format.option().isPresent()) {
                spec.addOption(flag(format.help(), format.option().get()).build());
            }
        }
        spec.addOption(value("WHEN", "Colours: auto (the default), always, never.", COLOR)
                .arity("0..1")
                .build());
    }

    private static void addCollecting(CommandSpec spec) {
        spec.addOption(value("SECONDS", "Ask again every SECONDS (default 2), and show what changed.", WATCH)
                .arity("0..1")
                .build());
        spec.addOption(value("N", "With --watch: stop after N answers.", COUNT).build());
        spec.addOption(flag("Read every socket, even where the kernel's counters tell.", EXACT)
                .build());
        spec.addOption(value("N", "Read with at most N threads (default: one a core, at most 4).", THREADS)
                .build());
        spec.addOption(flag("Show how the question is put to the kernel, why, and what it costs.", EXPLAIN)
                .build());
    }

    private static OptionSpec.Builder flag(String help, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(help);
    }

    private static OptionSpec.Builder value(String label, String help, String... names) {
        return OptionSpec.builder(names).type(String.class).paramLabel(label).description(help);
    }

    /** Adds what only help shows; not needed to understand a command line. */
    static void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount [TABLES] [--by KEY[,KEY...]] [OPTIONS] [FILTER...]");
        usage.description("Counts sockets, fast, on hosts that have a million of them.");
        usage.optionListHeading("%nOptions:%n");
        usage.sortOptions(false);
        List<String> footer = new ArrayList<>();
        footer.add("");
        footer.add("Keys:");
        for (GroupKeys.Entry key : GroupKeys.ALL) {
            footer.add("  " + pad(key.name()) + key.help());
        }
        footer.add("  local-net/N and remote-net/N take prefix lengths: /N (IPv4's, or IPv6's above 32), or /N/M.");
        footer.add("");
        footer.add("Examples:");
        footer.add("  conncount                                    TCP sockets by state");
        footer.add("  conncount --by local-port,state --top 20     the busiest ports");
        footer.add("  conncount --by remote-net/16 state time-wait where the TIME-WAITs come from");
        footer.add("  conncount --by service --watch=5             per service, with changes");
        footer.add("  conncount --by-state --json | jq .total      for machines");
        footer.add("");
        footer.add("Exit codes: 0 done, 1 failed or incomplete, 2 usage. Manual: man/conncount.1");
        usage.footer(footer.toArray(String[]::new));
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(1, 16 - name.length()));
    }
}
