package io.conncount.testing;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class during which the kernel complained in its log of BPF, or of itself. Needs root and dmesg. */
public final class KernelLog implements BeforeAllCallback, AfterAllCallback {
    private static final Pattern LINE = Pattern.compile("<\\d+>\\[ *(\\d+)\\.(\\d{6})\\] (.*)");
    private static final Pattern COMPLAINT = Pattern.compile("\\b(BPF|bpf|BUG|WARNING|Oops)\\b");
    private static final long BEFORE_ALL = -1;

    private long startMicroseconds;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        startMicroseconds = lastMicroseconds(lines());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        Assertions.assertEquals(List.of(), complaints(lines(), startMicroseconds));
    }

    private static List<String> lines() throws IOException, InterruptedException {
        return Command.lines("dmesg", "--raw");
    }

    /** When the last line was written, since the kernel started. */
    static long lastMicroseconds(List<String> lines) {
        return lines.stream().mapToLong(KernelLog::microseconds).max().orElse(BEFORE_ALL);
    }

    /** The lines after this moment that tell of BPF or of a fault of the kernel. */
    static List<String> complaints(List<String> lines, long afterMicroseconds) {
        return lines.stream()
                .filter(line -> microseconds(line) > afterMicroseconds)
                .filter(line -> COMPLAINT.matcher(line).find())
                .toList();
    }

    private static long microseconds(String line) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() ? Long.parseLong(parts.group(1) + parts.group(2)) : BEFORE_ALL;
    }
}
