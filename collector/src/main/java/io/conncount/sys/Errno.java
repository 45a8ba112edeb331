package io.conncount.sys;

/**
 * The error numbers sock_diag and other sockets answer with ({@code asm-generic/errno-base.h},
 * {@code asm-generic/errno.h}). Those up to 34, but for EAGAIN, are FreeBSD's too ({@code sys/errno.h}), and sysctl answers
 * with no others.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int E2BIG = 7;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ENOSYS = 38;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;

    private Errno() {}

    /** The error as {@code strerror} would put it, with its name; other numbers survive as numbers. */
    public static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted (EPERM)";
            case ENOENT -> "not found (ENOENT)";
            case EINTR -> "interrupted (EINTR)";
            case EIO -> "input/output error (EIO)";
            case EAGAIN -> "nothing to read (EAGAIN)";
            case ENOMEM -> "out of memory (ENOMEM)";
            case EACCES -> "permission denied (EACCES)";
            case EINVAL -> "invalid argument (EINVAL)";
            case EMFILE -> "too many open files (EMFILE)";
            case E2BIG -> "too many entries, or an argument too long (E2BIG)";
            case EFBIG -> "too large (EFBIG)";
            case ENOSPC -> "no space left (ENOSPC)";
            case ENOSYS -> "not implemented (ENOSYS)";
            case EPROTONOSUPPORT -> "protocol not supported (EPROTONOSUPPORT)";
            case EOPNOTSUPP -> "operation not supported (EOPNOTSUPP)";
            case EAFNOSUPPORT -> "address family not supported (EAFNOSUPPORT)";
            case ENOBUFS -> "receive buffer full, data lost (ENOBUFS)";
            case ECONNREFUSED -> "connection refused (ECONNREFUSED)";
            default -> "errno " + errno;
        };
    }
}
