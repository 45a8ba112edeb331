package io.conncount.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules for the sources of every module. A complaint names the file, the line, and what to write instead. */
class TidyTest {
    private static final int METHOD_LINES_MAX = 45;
    private static final int FILE_LINES_MAX = 500;

    private static final List<SourceFile> FILES = files();

    /**
     * Something not to write.
     *
     * @param where the files in which it is banned
     * @param instead what to write in its place
     */
    private record Ban(Pattern pattern, Predicate<SourceFile> where, String instead) {
        static Ban of(String regex, Predicate<SourceFile> where, String instead) {
            return new Ban(Pattern.compile(regex), where, instead);
        }
    }

    private static final List<Ban> BANS = List.of(
            Ban.of("System\\.(out|err)\\b", f -> f.isMain() && !f.isIn("cli"), "return a value, and let the cli print"),
            Ban.of("System\\.exit\\(", f -> !f.isIn("cli"), "throw, and let the cli choose the exit code"),
            Ban.of("String\\.format\\((?!\\s*Locale\\b)", f -> true, "String.format(Locale.ROOT, …)"),
            Ban.of("\\bnew Thread\\(", f -> !f.className().equals("NativeCalls"), "an ExecutorService"),
            Ban.of(
                    "Thread\\.sleep\\(",
                    f -> true,
                    "wait for what is to happen: a latch, a process, a poll with a timeout"),
            Ban.of(
                    "\\bonSpinWait\\(|\\.yield\\(|\\bparkNanos\\(|@Timeout\\(\\d|setSoTimeout\\(\\d",
                    f -> !f.isMain(),
                    "wait as Waiting does, or for an event, and no longer than its SECONDS_MAX"),
            Ban.of(
                    "\\bnew HostNames\\(",
                    f -> !f.isMain() && !f.className().endsWith("IT"),
                    "KnownNames: a host has its own"),
            Ban.of("\\bnew Random\\(\\)|Math\\.random\\(", f -> true, "new Random(SEED)"),
            Ban.of("\\.printStackTrace\\(", f -> true, "throw, or tell the caller in the result"),
            Ban.of("\\bassum(e|ing)\\w*\\(|@Disabled\\b", f -> true, "a test that fails and says what is missing"),
            Ban.of("\\.getConnections\\(", f -> true, "sock_diag: OSHI walks every descriptor of the host"),
            Ban.of("(?m)^(?!\\s*(\\*|/\\*|//)).*net/tcp6?\\b", SourceFile::isMain, "sock_diag: /proc/net/tcp is slow"),
            Ban.of("\\b(TO" + "DO|FIX" + "ME)\\b", f -> true, "the code itself, or an entry in the changelog"));

    @Test
    void nothingBannedIsWritten() {
        List<String> complaints = new ArrayList<>();
        for (SourceFile file : FILES) {
            for (Ban ban : BANS) {
                if (ban.where.test(file) && !file.isThisTest()) {
                    file.linesWith(ban.pattern).forEach(line -> complaints.add(line + ": write " + ban.instead));
                }
            }
        }
        assertEquals("", String.join("\n", complaints));
    }

    @Test
    void everyPackageSaysWhatItHolds() {
        Set<Path> packages = packages(SourceFile::isMain);
        packages.removeAll(packages(file -> file.className().equals("package-info")));
        assertEquals(Set.of(), packages, "without package-info.java");
    }

    private static Set<Path> packages(Predicate<SourceFile> which) {
        return FILES.stream()
                .filter(which)
                .map(file -> file.path().getParent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void filesAreShort() {
        List<String> complaints = FILES.stream()
                .filter(file -> file.lines().size() > FILE_LINES_MAX)
                .map(file -> file + " has " + file.lines().size() + " lines: split it")
                .toList();
        assertEquals("", String.join("\n", complaints));
    }

    @Test
    void methodsAreShort() {
        List<String> complaints = FILES.stream()
                .flatMap(file -> file.methodsLongerThan(METHOD_LINES_MAX).stream())
                .toList();
        assertEquals("", String.join("\n", complaints));
    }

    @Test
    void everyGroupKeyIsInTheList() {
        Set<String> listed = GroupKeys.ALL.stream()
                .map(entry ->
                        GroupKeys.byWord(entry.name()).orElseThrow().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = FILES.stream()
                .filter(file -> file.path().toString().contains("src/main/java/io/conncount/group/"))
                .filter(file -> file.text().matches("(?s).*\\b(class|record) \\w+[^{]*implements \\w*Key\\b.*"))
                .map(SourceFile::className)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, listed);
    }

    @Test
    void everyGroupKeyIsListedUnderItsOwnName() {
        for (GroupKeys.Entry entry : GroupKeys.ALL) {
            GroupKey key = GroupKeys.byWord(entry.name()).orElseThrow();
            assertEquals(entry.name(), key.name());
            assertTrue(entry.name().matches("[a-z-]+"), entry.name());
        }
    }

    private static List<SourceFile> files() {
        Path root = Repository.root();
        try (Stream<Path> modules = Files.list(root)) {
            return modules.flatMap(module -> Stream.of(module.resolve("src/main"), module.resolve("src/test")))
                    .filter(Files::isDirectory)
                    .flatMap(TidyTest::javaFiles)
                    .map(path -> SourceFile.read(root, path))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> path.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
