package io.conncount.cli;

import io.conncount.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the manual, in mdoc(7).
 *
 * @param name of its file, such as {@code conncount-list.1}
 */
record ManualPage(String name, List<String> lines) {
    private static final Path DIRECTORY = Repository.root().resolve("man");

    static List<ManualPage> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> named(file.getFileName().toString()))
                    .sorted((a, b) -> a.name.compareTo(b.name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ManualPage named(String name) {
        try {
            return new ManualPage(name, Files.readAllLines(DIRECTORY.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page of a command, or that of counting by {@code conncount}. */
    static ManualPage ofCommand(String command) {
        return named(command.replace(' ', '-') + ".1");
    }

    /** The options that items of its lists describe, with their hyphens. */
    Set<String> options() {
        return lines.stream()
                .filter(line -> line.startsWith(".It Fl"))
                .flatMap(line -> Pattern.compile("Fl (\\S+)").matcher(line).results())
                .map(match -> "-" + match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What items of its lists describe after {@code Cm}, as they are written there. */
    List<String> words() {
        return lines.stream()
                .filter(line -> line.startsWith(".It Cm "))
                .map(line -> line.substring(".It Cm ".length()))
                .toList();
    }

    /** The pages of this manual that it names, as their files are named. */
    Set<String> links() {
        return found("^\\.Xr (conncount\\S*) ([1-8])", match -> match.group(1) + "." + match.group(2));
    }

    /** The sections of its own that it names. */
    Set<String> sectionsNamed() {
        return found("^\\.Sx (.+?)( [.,;:)])?$", match -> match.group(1));
    }

    Set<String> sections() {
        return found("^\\.S[hs] (.+)$", match -> match.group(1));
    }

    /** Its examples of conncount's command lines. */
    List<String> examples() {
        return lines.stream()
                .filter(line -> line.startsWith(".Dl conncount"))
                .map(line -> line.substring(".Dl ".length()).replace("\\(dq", "\""))
                .toList();
    }

    private Set<String> found(String pattern, Function<MatchResult, String> name) {
        Pattern compiled = Pattern.compile(pattern);
        return lines.stream()
                .flatMap(line -> compiled.matcher(line).results())
                .map(name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return name;
    }
}
