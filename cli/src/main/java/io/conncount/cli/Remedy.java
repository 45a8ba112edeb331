package io.conncount.cli;

import io.conncount.source.MissingTableException;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;

/** What to do when the kernel refuses. */
final class Remedy {
    private Remedy() {}

    static String of(KernelException refusal) {
        if (!refusal.remedy().isEmpty()) {
            return refusal.remedy();
        }
        if (refusal instanceof MissingTableException missing) {
            if (missing.operation().endsWith("/proc/net")) {
                return "sock_diag may have them: leave out --source procfs";
            }
            return missing.module().isEmpty()
                    ? "this kernel, or this recording, has no such list"
                    : "this kernel does not show " + missing.protocol().label() + " sockets: modprobe "
                            + missing.module();
        }
        return refusal.operation().contains("sysctl(") ? ofSysctl(refusal) : ofSockDiag(refusal);
    }

    private static String ofSysctl(KernelException refusal) {
        return switch (refusal.errno()) {
            case Errno.ENOMEM ->
                "a count by state needs no such memory; for all else raise vm.max_user_wired, or try again";
            case Errno.EFBIG -> "a count by state needs no such list";
            default -> "try again, and report it if it stays";
        };
    }

    private static String ofSockDiag(KernelException refusal) {
        return switch (refusal.errno()) {
            case Errno.EPERM, Errno.EACCES, Errno.EAFNOSUPPORT, Errno.ENOSYS ->
                "something forbids netlink sockets here: allow AF_NETLINK"
                        + " (seccomp profile, container runtime, systemd's RestrictAddressFamilies=),"
                        + " or ask with --source procfs, which is slow";
            case Errno.ENOENT, Errno.EINVAL, Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP ->
                "this kernel has no sock_diag loaded: modprobe inet_diag tcp_diag udp_diag,"
                        + " or ask with --source procfs, which is slow";
            case Errno.EMFILE -> "raise the limit on open files (ulimit -n)";
            case Errno.ENOMEM, Errno.ENOBUFS -> "the kernel is short of memory: try again";
            default -> "try again, and report it if it stays";
        };
    }
}
