package io.conncount.cli.completion;

import io.conncount.cli.completion.Offer.Values;
import io.conncount.cli.manual.Manual;
import io.conncount.filter.FilterParser;
import io.conncount.socket.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The shells, each with the script that makes it complete our command lines: a template, and what the commands take. */
public enum Shell {
    BASH {
        @Override
        String options(String command, List<Offer> offers) {
            StringBuilder names = new StringBuilder();
            offers.forEach(
                    offer -> names.append(String.join(" ", offer.names())).append(' '));
            return "            " + command + ") options='" + names.toString().strip() + "' ;;\n";
        }

        @Override
        String values(String pattern, Values values) {
            String action = switch (values) {
                case FILES, ANY -> "COMPREPLY=()";
                case NAMESPACES -> "_conncount_offer \"$(_conncount_namespaces)\"";
                default ->
                    "_conncount_offer '" + String.join(" ", values.words()) + "'" + (values.isList() ? " list" : "");
            };
            return "        " + pattern + ") " + action + "; return ;;\n";
        }
    },
    ZSH {
        @Override
        String options(String command, List<Offer> offers) {
            StringBuilder lines = new StringBuilder("            " + command + ") options=(\n");
            for (Offer offer : offers) {
                for (String name : offer.names()) {
                    String line = name + ":" + offer.help().replace(":", "\\:");
                    lines.append("                ").append(quoted(line)).append('\n');
                }
            }
            return lines.append("            ) ;;\n").toString();
        }

        @Override
        String values(String pattern, Values values) {
            String action = switch (values) {
                case ANY -> ":";
                case FILES -> "_files";
                case NAMESPACES -> "compadd -- all ${(f)\"$(ip netns list 2>/dev/null | cut -d' ' -f1)\"}";
                default -> (values.isList() ? "_values -s , value " : "compadd -- ") + String.join(" ", values.words());
            };
            return "        " + pattern + ") " + action + "; return ;;\n";
        }
    },
    FISH {
        @Override
        String options(String command, List<Offer> offers) {
            StringBuilder lines = new StringBuilder();
            for (Offer offer : offers) {
                lines.append("complete -c conncount -n '__conncount_does ")
                        .append(command)
                        .append('\'');
                for (String name : offer.names()) {
                    lines.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                lines.append(value(offer.values()))
                        .append(" -d ")
                        .append(quoted(offer.help()))
                        .append('\n');
            }
            return lines.toString();
        }

        private String value(Values values) {
            String words = String.join(" ", values.words());
            return switch (values) {
                case NONE -> "";
                case ANY -> " -x";
                case FILES -> " -r -F";
                case NAMESPACES -> " -x -a \"all (ip netns list 2>/dev/null | cut -d' ' -f1)\"";
                default -> " -x -a '" + (values.isList() ? "(__conncount_list " + words + ")" : words) + "'";
            };
        }

        @Override
        String values(String pattern, Values values) {
            return "";
        }
    };

    /** What a command's options are, in the place for them. */
    abstract String options(String command, List<Offer> offers);

    /** What the value after some options may be: a pattern has {@code command:option}, with bars between. */
    abstract String values(String pattern, Values values);

    /** The script. */
    String script(Map<String, List<Offer>> commands) throws IOException {
        List<String> named = commands.keySet().stream()
                .filter(name -> !name.equals(CompletionCommand.COUNT))
                .toList();
        StringBuilder options = new StringBuilder();
        commands.forEach((command, offers) -> options.append(options(command, offers)));
        return template()
                .replace("@COMMANDS_OR@", String.join(" | ", named))
                .replace("@COMMANDS@", String.join(" ", named))
                .replace("@TOPICS@", String.join(" ", Manual.topics()))
                .replace("@STATES@", String.join(" ", TcpState.suggestedWords()))
                .replace("@WORDS@", String.join(" ", FilterParser.firstWords()))
                .replace("@VALUES@", allValues(commands))
                .replace("@OPTIONS@", options);
    }

    private String allValues(Map<String, List<Offer>> commands) {
        StringBuilder cases = new StringBuilder();
        for (Values values : Values.values()) {
            StringBuilder pattern = new StringBuilder();
            commands.forEach((command, offers) -> offers.stream()
                    .filter(offer -> offer.values() == values && values != Values.NONE)
                    .flatMap(offer -> offer.names().stream())
                    .forEach(name -> pattern.append(pattern.isEmpty() ? "" : " | ")
                            .append(command)
                            .append(':')
                            .append(name)));
            cases.append(pattern.isEmpty() ? "" : values(pattern.toString(), values));
        }
        return cases.toString();
    }

    private String template() throws IOException {
        String name = "completion." + label();
        try (InputStream file = Shell.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Its name. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In single quotes, which all three end and begin again around one inside. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
