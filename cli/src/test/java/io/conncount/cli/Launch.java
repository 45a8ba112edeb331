package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.ErrorText;
import io.conncount.testing.Repository;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command printed and how it ended.
 *
 * @param out standard output
 * @param err standard error
 */
record Launch(int exitCode, String out, String err) {
    /** Begins a line of shell with the command as another user, who finds it at a place that all may enter, wherever the checkout is. */
    static final String AS_NOBODY =
            "unshare --mount sh -c 'mount --bind \"${conncount%/*}\" /mnt && exec setpriv --reuid=65534"
                    + " --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all /mnt/conncount \"$@\"' sh ";

    static {
        try {
            // Builds if a source is newer than the build, and says so; then makes the archives of this Java: once,
            // before the tests look at what is said, and when.
            of("top", "--help");
            of("listeners", "--help");
        } catch (IOException | InterruptedException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The launcher of this checkout. */
    static String conncount() {
        return Repository.root().resolve("conncount").toString();
    }

    /** Runs conncount. If it answers in JSON, the answer must keep to its schema. */
    static Launch of(String... args) throws IOException, InterruptedException {
        Launch launch = command(Path.of("."), concat(List.of(conncount()), List.of(args)));
        AnswerSchemas.assertValid(List.of(args), launch.out());
        return launch;
    }

    /** Runs a line of shell, where {@code $conncount} is the launcher. */
    static Launch shell(String line) throws IOException, InterruptedException {
        return command(Path.of("."), List.of("bash", "-c", line));
    }

    static Launch command(Path directory, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("conncount", ".out");
        Path err = Files.createTempFile("conncount", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("conncount", conncount());
            environment.put("LC_ALL", "C.UTF-8");
            environment.put("TERM", "xterm");
            environment.remove("NO_COLOR");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(command + " hangs");
            }
            return new Launch(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** It printed nothing but one line, which names these parts as {@link ErrorText} has them, and ended with this code. */
    void assertRefused(int code, String parts) {
        assertEquals("", out);
        ErrorText.assertNames("conncount: " + parts, err);
        assertEquals(code, exitCode);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
