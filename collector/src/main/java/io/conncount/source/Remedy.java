package io.conncount.source;

import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.io.IOException;

/** What to do when the kernel refuses. */
public final class Remedy {
    private Remedy() {}

    /** What usually mends it, as a part of a sentence. */
    public static String of(KernelException refusal) {
        if (!refusal.remedy().isEmpty()) {
            return refusal.remedy();
        }
        if (refusal instanceof MissingTableException missing) {
            if (missing.operation().endsWith("/proc/net")) {
                return "sock_diag may have them: remove --source procfs";
            }
            return missing.module().isEmpty()
                    ? "this kernel, or this recording, has no such list"
                    : "this kernel does not show " + missing.protocol().label() + " sockets: modprobe "
                            + missing.module();
        }
        return isSysctl(refusal) ? ofSysctl(refusal) : ofSockDiag(refusal);
    }

    /** What happened, and what would mend it if that is known. */
    private static String reason(KernelException refusal) {
        return refusal.remedy().isEmpty() ? refusal.getMessage() : refusal.getMessage() + ": " + refusal.remedy();
    }

    /** Why a program in the kernel gave no answer, as the continuation of a sentence. */
    public static String ofProgram(Exception refusal) {
        if (refusal instanceof KernelException kernel) {
            return reason(kernel);
        }
        return refusal instanceof IOException
                ? "the kernel's types (BTF) cannot be read: " + refusal.getMessage()
                : refusal.getMessage();
    }

    /** True if sock_diag is unavailable, so that {@code /proc/net} may be used instead. */
    public static boolean isSockDiagMissing(KernelException refusal) {
        boolean special = !refusal.remedy().isEmpty() || refusal instanceof MissingTableException;
        return !special && !isSysctl(refusal) && (isForbidden(refusal.errno()) || isUnknown(refusal.errno()));
    }

    private static boolean isSysctl(KernelException refusal) {
        return refusal.operation().contains("sysctl(");
    }

    private static boolean isForbidden(int errno) {
        return errno == Errno.EPERM || errno == Errno.EACCES || errno == Errno.EAFNOSUPPORT || errno == Errno.ENOSYS;
    }

    private static boolean isUnknown(int errno) {
        return errno == Errno.ENOENT
                || errno == Errno.EINVAL
                || errno == Errno.EPROTONOSUPPORT
                || errno == Errno.EOPNOTSUPP;
    }

    private static String ofSysctl(KernelException refusal) {
        return switch (refusal.errno()) {
            case Errno.ENOMEM ->
                "a count by state does not need this memory; for anything else, raise vm.max_user_wired or try again";
            case Errno.EFBIG -> "a count by state does not need this list";
            case Errno.ENOENT -> "this kernel, or this recording, has no such value";
            default -> "try again; if it persists, please report it";
        };
    }

    private static String ofSockDiag(KernelException refusal) {
        int errno = refusal.errno();
        if (isForbidden(errno)) {
            return "something forbids netlink sockets here: allow AF_NETLINK"
                    + " (seccomp profile, container runtime, systemd's RestrictAddressFamilies=)";
        } else if (isUnknown(errno)) {
            return "sock_diag is not loaded in this kernel: modprobe inet_diag tcp_diag udp_diag";
        }
        return switch (errno) {
            case Errno.EMFILE -> "raise the limit on open files (ulimit -n, systemd's LimitNOFILE=)";
            case Errno.ENOMEM, Errno.ENOBUFS -> "the kernel is short of memory: try again";
            default -> "try again; if it persists, please report it";
        };
    }
}
