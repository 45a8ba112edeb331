package io.conncount.cli.options;

import java.util.ArrayList;
import java.util.List;
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

    /** What {@code --help} shows of a command. */
    public static String of(Command command, CommandLine model, boolean color) {
        CommandSpec spec = model.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        command.describe(usage);
        List<String> lines = new ArrayList<>();
        lines.add("Usage: " + usage.customSynopsis()[0]);
        addText(lines, usage.description());
        for (PositionalParamSpec words : spec.positionalParameters()) {
            String name = "    [" + words.paramLabel() + "...]";
            lines.addAll(painted(entry(name, NAME_COLUMNS, words.description()[0]), words.paramLabel(), color));
        }
        lines.add("");
        lines.add("Options:");
        for (OptionSpec option : spec.options()) {
            addOption(lines, option, color);
        }
        addText(lines, usage.footer());
        return String.join("\n", lines) + "\n";
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
