package io.conncount.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts our numbers to the C compiler, beside the kernel's header files. Needs gcc and linux-libc-dev. */
public final class CHeaders {
    private static final List<String> HEADERS = List.of(
            "sys/socket.h",
            "netinet/in.h",
            "netinet/tcp.h",
            "linux/netlink.h",
            "linux/rtnetlink.h",
            "linux/sock_diag.h",
            "linux/inet_diag.h",
            "linux/unix_diag.h",
            "linux/packet_diag.h",
            "linux/netlink_diag.h",
            "linux/vm_sockets_diag.h",
            "sys/ioctl.h",
            "poll.h",
            "errno.h",
            "stddef.h");

    private CHeaders() {}

    /** Fails unless each C expression has the number that stands with it; the message is the compiler's. */
    public static void assertCompiles(Map<String, ? extends Number> numbers) throws IOException, InterruptedException {
        assertCompiles(HEADERS, numbers);
    }

    /** The same beside other header files, such as one that does not go with ours. */
    public static void assertCompiles(List<String> headers, Map<String, ? extends Number> numbers)
            throws IOException, InterruptedException {
        String complaints = compile(source(headers, numbers));
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints);
        }
    }

    private static String source(List<String> headers, Map<String, ? extends Number> numbers) {
        String includes = headers.stream().map(h -> "#include <" + h + ">\n").collect(Collectors.joining());
        return includes
                + new TreeMap<>(numbers)
                        .entrySet().stream()
                                .map(e -> "_Static_assert((" + e.getKey() + ") == " + e.getValue() + ", \"\");\n")
                                .collect(Collectors.joining());
    }

    /** What gcc says of it; empty if it compiles. */
    private static String compile(String source) throws IOException, InterruptedException {
        Process gcc = new ProcessBuilder("gcc", "-xc", "-std=gnu11", "-fsyntax-only", "-")
                .redirectErrorStream(true)
                .start();
        gcc.getOutputStream().write(source.getBytes(StandardCharsets.UTF_8));
        gcc.getOutputStream().close();
        String complaints = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return gcc.waitFor() == 0 ? "" : "gcc: " + complaints;
    }
}
