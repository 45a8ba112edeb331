package io.conncount.sys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a thread may do, and where it lives ({@code man 5 proc_pid_status}, {@code man 7 namespaces}).
 *
 * @param uid the effective user
 * @param capabilities the effective ones, a bit each
 * @param seccomp 0 if system calls are not filtered, 1 or 2 if they are
 * @param noNewPrivileges true if no program that it starts can have more
 */
public record Privileges(long uid, long capabilities, long seccomp, boolean noNewPrivileges) {
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final Path USERS = Path.of("/proc/thread-self/uid_map");

    /** The map of the first user namespace, in which every number is itself. */
    private static final Pattern ALL_USERS = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

    private static final int CAP_SYS_PTRACE = 19;

    /** Those that conncount can make use of, in the order of their numbers ({@code linux/capability.h}). */
    private static final Map<String, Integer> USEFUL = new LinkedHashMap<>();

    static {
        USEFUL.put("CAP_NET_ADMIN", BpfObstacle.CAP_NET_ADMIN);
        USEFUL.put("CAP_SYS_PTRACE", CAP_SYS_PTRACE);
        USEFUL.put("CAP_SYS_ADMIN", BpfObstacle.CAP_SYS_ADMIN);
        USEFUL.put("CAP_PERFMON", BpfObstacle.CAP_PERFMON);
        USEFUL.put("CAP_BPF", BpfObstacle.CAP_BPF);
    }

    /**
     * Those of the calling thread.
     *
     * @throws IOException if the system does not say
     */
    public static Privileges ofThisThread() throws IOException {
        return of(KernelFile.text(STATUS));
    }

    /** Those that a status file has; what it does not have is 0. */
    static Privileges of(String status) {
        return new Privileges(
                Long.parseLong(field(status, "Uid:\\s+\\d+\\s+(\\d{1,10})")),
                Long.parseUnsignedLong(field(status, "CapEff:\\s+([0-9a-f]{1,16})"), 16),
                Long.parseLong(field(status, "Seccomp:\\s+(\\d)")),
                field(status, "NoNewPrivs:\\s+(\\d)").equals("1"));
    }

    private static String field(String status, String pattern) {
        Matcher matcher = Pattern.compile("(?m)^" + pattern).matcher(status);
        return matcher.find() ? matcher.group(1) : "0";
    }

    /** The names of the capabilities that conncount could make use of and does not have. */
    public List<String> missing() {
        return USEFUL.entrySet().stream()
                .filter(capability -> (capabilities >>> capability.getValue() & 1) == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** True in a user namespace other than the first, where capabilities are about what is in it. */
    public static boolean inUserNamespace() {
        try {
            return !ALL_USERS.matcher(KernelFile.text(USERS)).matches();
        } catch (IOException e) {
            return false;
        }
    }
}
