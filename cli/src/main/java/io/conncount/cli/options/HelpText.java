package io.conncount.cli.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lines of help that fit a screen of 80 columns. */
public final class HelpText {
    private static final int COLUMNS = 80;

    private HelpText() {}

    /** What {@code --help} shows of a command. */
    public static String of(Command command, CommandLine model, boolean color) {
        UsageMessageSpec usage = model.getCommandSpec().usageMessage();
        usage.optionListHeading("%nOptions:%n");
        usage.sortOptions(false);
        command.describe(usage);
        return model.getUsageMessage(color ? Help.Ansi.ON : Help.Ansi.OFF);
    }

    /** A name and what it means, which goes on below itself where it is too long; per cent signs are for a format. */
    public static List<String> entry(String name, int nameColumns, String help) {
        List<String> lines = new ArrayList<>();
        String line = "  " + name + " ".repeat(Math.max(1, nameColumns - name.length()));
        String indent = " ".repeat(2 + nameColumns);
        for (String word : help.split(" ")) {
            if (line.length() + word.length() > COLUMNS - 1) {
                lines.add(line.stripTrailing().replace("%", "%%"));
                line = indent;
            }
            line += word + " ";
        }
        lines.add(line.stripTrailing().replace("%", "%%"));
        return lines;
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
