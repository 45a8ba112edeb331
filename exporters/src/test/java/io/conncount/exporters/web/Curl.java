package io.conncount.exporters.web;

import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a real client was told.
 *
 * @param exitCode curl's; 0 if there was an answer
 * @param status 0 if there was none
 * @param text headers and body, or curl's complaint
 */
record Curl(int exitCode, int status, String text) {
    /** Runs curl. */
    static Curl of(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--include",
                "--max-time",
                "" + Waiting.SECONDS_MAX,
                "--noproxy",
                "*"));
        command.addAll(List.of("--write-out", "\n%{http_code}"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        int end = output.lastIndexOf('\n');
        String status = output.substring(end + 1);
        return new Curl(
                exitCode, status.matches("\\d+") ? Integer.parseInt(status) : 0, output.substring(0, Math.max(end, 0)));
    }

    /** True if it is somewhere in the answer, in whatever case: names of headers have none. */
    boolean says(String words) {
        return text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }
}
