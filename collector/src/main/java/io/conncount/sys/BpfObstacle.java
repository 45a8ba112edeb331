package io.conncount.sys;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** What keeps this process from running BPF programs that read memory of the kernel, and what would mend it. */
public final class BpfObstacle {
    // linux/capability.h
    static final int CAP_NET_ADMIN = 12;
    static final int CAP_SYS_ADMIN = 21;
    static final int CAP_PERFMON = 38;
    static final int CAP_BPF = 39;

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

    /** The first kernel that has {@code bpf_loop}. */
    private static final int MAJOR_MIN = 5;

    private static final int MINOR_MIN = 17;

    private BpfObstacle() {}

    /** What is known without trying, as the continuation of a sentence; empty if nothing is in the way as far as is known. */
    public static Optional<String> known() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN || !Bpf.isNumberKnown()) {
            return Optional.of("programs for this kind of processor are not written, only for x86-64 and 64-bit ARM");
        }
        return known(text(STATUS), text(LOCKDOWN));
    }

    /**
     * The same for a little-endian processor of a known kind.
     *
     * @param status of a thread
     * @param lockdown the file of that name; empty if the kernel has none
     */
    static Optional<String> known(String status, String lockdown) {
        if (!isPermitted(status)) {
            return Optional.of("CAP_BPF and CAP_PERFMON are missing: run as root, or with both");
        }
        if (lockdown.contains("[confidentiality]")) {
            return Optional.of("the kernel is locked down: boot it with lockdown=integrity, or without lockdown");
        }
        return Optional.empty();
    }

    /** True if sock_diag would show this process the marks of sockets, so that a program may read them too. */
    public static boolean mayReadMarks() {
        return has(effective(text(STATUS)), CAP_NET_ADMIN);
    }

    /** @param status of a thread; what cannot be read does not forbid anything */
    static boolean isPermitted(String status) {
        long effective = effective(status);
        return has(effective, CAP_SYS_ADMIN) || (has(effective, CAP_BPF) && has(effective, CAP_PERFMON));
    }

    /** The effective capabilities that a status file names; all if it names none. */
    private static long effective(String status) {
        int line = status.indexOf(EFFECTIVE);
        if (line < 0) {
            return -1;
        }
        String mask = status.substring(line + EFFECTIVE.length(), status.indexOf('\n', line));
        return Long.parseUnsignedLong(mask.strip(), 16);
    }

    private static boolean has(long capabilities, int capability) {
        return (capabilities >>> capability & 1) != 0;
    }

    /** What mends a refusal of {@code bpf}, as the continuation of a sentence; empty if that is not known. */
    static String remedy(int errno) {
        return switch (errno) {
            case Errno.EPERM ->
                "a security module or seccomp forbids it, or the capabilities are those of a container (user namespace):"
                        + " allow bpf there, or run on the host itself";
            case Errno.ENOSYS ->
                "seccomp forbids it: allow bpf there; or this kernel was built without it (CONFIG_BPF_SYSCALL)";
            case Errno.ENOMEM ->
                "the memory limit of this service or container (cgroup) leaves no room: raise it, or keep fewer groups";
            default -> "";
        };
    }

    /**
     * What mends a refusal of a program.
     *
     * @param verifier the verifier's words
     */
    static String remedyOfProgram(String verifier) {
        return remedyOfProgram(verifier, text(RELEASE).strip());
    }

    /** The same for the kernel of this release. An older one may be able to: distributions add what newer ones have. */
    static String remedyOfProgram(String verifier, String release) {
        return isTooOld(release) ? "this needs Linux 5.17 or later, and this is " + release : verifier;
    }

    static boolean isTooOld(String release) {
        String[] numbers = release.split("\\D+", 3);
        if (numbers.length < 2 || numbers[0].isEmpty() || numbers[1].isEmpty()) {
            return false;
        }
        int major = Integer.parseInt(numbers[0]);
        return major < MAJOR_MIN || (major == MAJOR_MIN && Integer.parseInt(numbers[1]) < MINOR_MIN);
    }

    private static String text(Path file) {
        try {
            return KernelFile.text(file);
        } catch (IOException e) {
            return "";
        }
    }
}
