package io.conncount.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lines of help that fit a screen of 80 columns. picocli's own take six times as long, most of it to learn where a line of a
 * language may be broken ({@code docs/start-up.md}).
 */
public final class HelpText {
    private static final int COLUMNS = 80;
    private static final int NAME_COLUMNS = 26;
    private static final String YELLOW = "\033[33m";
    private static final String ITALIC = "\033[3m";
    private static final String RESET = "\033[0m";

    private HelpText() {}

    /** What {@code --help} shows of a command: a screen, with the options that many commands have by name only. */
    public static String brief(Command command, CommandLine model, boolean color) {
        CommandSpec spec = model.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        List<String> lines = begin(command, spec, color);
        lines.add("");
        for (OptionSpec option : spec.options()) {
            if (Shared.groupOf(option).isEmpty()) {
                addOption(lines, option, color);
            }
        }
        for (Shared group : Shared.values()) {
            lines.addAll(group.entry(spec.options()));
        }
        addText(lines, usage.footer());
        lines.add("More: " + spec.name() + " --help all, conncount help " + topic(spec));
        return String.join("\n", lines) + "\n";
    }

    /** What {@code --help all} shows of a command. */
    public static String all(Command command, CommandLine model, boolean color) {
        CommandSpec spec = model.getCommandSpec();
        List<String> lines = begin(command, spec, color);
        lines.add("");
        lines.add("Options:");
        for (OptionSpec option : spec.options()) {
            addOption(lines, option, color);
        }
        addText(lines, command.reference().toArray(String[]::new));
        addText(lines, spec.usageMessage().footer());
        lines.add("Manual: conncount help " + topic(spec));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> begin(Command command, CommandSpec spec, boolean color) {
        UsageMessageSpec usage = spec.usageMessage();
        command.describe(usage);
        List<String> lines = new ArrayList<>();
        lines.add("Usage: " + usage.customSynopsis()[0]);
        addText(lines, String.join(" ", usage.description()));
        for (PositionalParamSpec words : spec.positionalParameters()) {
            String name = "    [" + words.paramLabel() + "...]";
            lines.addAll(painted(entry(name, NAME_COLUMNS, words.description()[0]), words.paramLabel(), color));
        }
        return lines;
    }

    /** The page of the manual about a command. */
    private static String topic(CommandSpec spec) {
        return spec.name().substring(spec.name().lastIndexOf(' ') + 1);
    }

    /** Options that many commands have, and those that only few hosts need. */
    private enum Shared {
        SOCKETS("Sockets:", "-t -u -x -w -0 -M -S --udplite --vsock -A -f -4 -6 -l -a -F"),
        READING("Reading:", "--from --source -N --daemon --fresh --threads --exact --explain"),
        OUTPUT(
                "Output:",
                "--json --ndjson --csv --color --quiet --count --since --every --history --sort --reverse --max-groups --by-state -h -V"),
        SERVING(
                "Serving:",
                "--web.systemd-socket --web.telemetry-path --web.max-requests --max-series --without --record-keep --record-dir --history-size --history-age --deadline --no-socket"
                        + " --socket-group --socket-mode --log.level");

        private static final int TITLE_COLUMNS = 10;

        private final String title;
        private final List<String> names;

        Shared(String title, String names) {
            this.title = title;
            this.names = List.of(names.split(" "));
        }

        static Optional<Shared> groupOf(OptionSpec option) {
            for (Shared group : values()) {
                if (group.names.contains(option.names()[0])) {
                    return Optional.of(group);
                }
            }
            return Optional.empty();
        }

        /** The names of those options that are in this group; no line if none is. */
        List<String> entry(List<OptionSpec> options) {
            StringJoiner text = new StringJoiner(" ");
            for (OptionSpec option : options) {
                if (names.contains(option.names()[0])) {
                    text.add(option.names()[0]);
                }
            }
            return text.length() == 0 ? List.of() : HelpText.entry(title, TITLE_COLUMNS, text.toString());
        }
    }

    private static void addOption(List<String> lines, OptionSpec option, boolean color) {
        String names = String.join(", ", option.names());
        String name = names.startsWith("--") ? "    " + names : names;
        String value = "";
        if (option.type() != boolean.class) {
            value = option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel();
        }
        List<String> entry = entry(name + value, NAME_COLUMNS, option.description()[0]);
        lines.addAll(painted(entry, names + value, color));
    }

    /** With colours in the name that an entry begins with. */
    private static List<String> painted(List<String> entry, String name, boolean color) {
        if (color) {
            String first = entry.get(0);
            int start = first.indexOf(name);
            int value = name.indexOf('=') < 0 ? name.length() : name.indexOf('=') + 1;
            String label = value == name.length() ? "" : ITALIC + name.substring(value) + RESET;
            String painted = YELLOW + name.substring(0, value).replace(", ", RESET + ", " + YELLOW) + RESET + label;
            entry.set(0, first.substring(0, start) + painted + first.substring(start + name.length()));
        }
        return entry;
    }

    /** A name and what it means, which begins below a name that is too long, and goes on below itself. */
    public static List<String> entry(String name, int nameColumns, String help) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(2 + nameColumns);
        String line = "  " + name + " ".repeat(Math.max(1, nameColumns - name.length()));
        if (name.length() >= nameColumns) {
            lines.add(line.stripTrailing());
            line = indent;
        }
        addWords(lines, line, indent, help);
        return lines;
    }

    /** Lines, which go on in the next where they are too long. */
    private static void addText(List<String> lines, String... text) {
        for (String line : text) {
            if (line.length() <= COLUMNS) {
                lines.add(line);
            } else {
                addWords(lines, "", "", line);
            }
        }
    }

    private static void addWords(List<String> lines, String first, String indent, String text) {
        String line = first;
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > COLUMNS - 1) {
                lines.add(line.stripTrailing());
                line = indent;
            }
            line += word + " ";
        }
        lines.add(line.stripTrailing());
    }

    /** The version of this program. */
    public static final class Version {
        private Version() {}

        /** As the jar's manifest has it; null where classes are not in a jar. */
        public static String text() {
            return Version.class.getPackage().getImplementationVersion();
        }
    }
}
