package io.conncount.cli.completion;

import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.TableWords;
import io.conncount.group.GroupKeys;
import io.conncount.view.DistributionColumns;
import io.conncount.view.SocketColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that shells offer.
 *
 * @param names all of them, such as {@code -t} and {@code --tcp}
 * @param values what its value may be; {@link Values#NONE} if it takes none
 * @param help the first sentence of its help
 */
record Offer(List<String> names, Values values, String help) {
    /** What the value of an option may be. */
    enum Values {
        /** It takes no value. */
        NONE,
        /** Any value. */
        ANY,
        FILES,
        /** Names of {@code ip netns}, which shells look up when they are asked. */
        NAMESPACES,
        KEYS,
        SORTS,
        STATISTICS,
        COLUMNS,
        TABLES,
        FAMILIES,
        SOURCES,
        WHEN,
        LEVELS;

        /** True if several may follow each other with commas. */
        boolean isList() {
            return this == KEYS || this == COLUMNS || this == TABLES;
        }

        /** Those that are known here. */
        List<String> words() {
            return switch (this) {
                case NONE, ANY, FILES, NAMESPACES -> List.of();
                case KEYS -> GroupKeys.ALL.stream().map(GroupKeys.Entry::name).toList();
                case SORTS -> {
                    List<String> words = new ArrayList<>(List.of("count"));
                    words.addAll(KEYS.words());
                    yield words;
                }
                case STATISTICS -> {
                    List<String> words = new ArrayList<>(SORTS.words());
                    DistributionColumns.STATISTICS.forEach(statistic -> words.add(statistic.name()));
                    yield words;
                }
                case COLUMNS -> SocketColumns.names();
                case TABLES -> TableWords.words();
                case FAMILIES -> SelectionOptions.FAMILY_WORDS;
                case SOURCES -> SourceOptions.SOURCES;
                case WHEN -> ParsedArguments.COLOR_WORDS;
                case LEVELS -> List.of("debug", "info", "warn", "error");
            };
        }

        private static Values sorts(CommandSpec command) {
            if (command.name().endsWith(" stats")) {
                return STATISTICS;
            }
            return command.findOption("--columns") == null ? SORTS : COLUMNS;
        }

        private static Values of(OptionSpec option, CommandSpec command) {
            if (option.type() == boolean.class) {
                return NONE;
            }
            return switch (option.longestName()) {
                case "--by" -> KEYS;
                case "--columns" -> COLUMNS;
                case "--query", "--socket" -> TABLES;
                case "--family" -> FAMILIES;
                case "--netns" -> NAMESPACES;
                case "--source" -> SOURCES;
                case OptionSpecs.COLOR -> WHEN;
                case "--log.level" -> LEVELS;
                case "--sort" -> sorts(command);
                default -> List.of("FILE", "PATH").contains(option.paramLabel()) ? FILES : ANY;
            };
        }
    }

    /** Those of a command, in the order of its help. */
    static List<Offer> of(CommandSpec command) {
        return command.options().stream()
                .map(option -> new Offer(
                        Arrays.asList(option.names()), Values.of(option, command), help(option.description())))
                .toList();
    }

    private static String help(String[] description) {
        String text = description.length == 0 ? "" : description[0];
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end)).replaceFirst("\\.$", "");
    }
}
