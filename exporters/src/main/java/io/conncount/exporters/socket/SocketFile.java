package io.conncount.exporters.socket;

import io.conncount.exporters.message.Request;
import io.conncount.exporters.message.TimeLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file of a listening Unix domain socket. It is made in a directory that nobody else may enter, given its mode and
 * group there, and then moved to its place: at no moment can somebody connect who is not to.
 */
final class SocketFile {
    private static final int BACKLOG = 256;
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int OWNER_READS = 0400;
    private static final int PERMISSION_BITS = 0777;
    private static final String MODE = "unix:mode";

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object identity;

    private SocketFile(Path path, ServerSocketChannel channel, Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * A socket that listens at its place. One that a daemon left behind is replaced.
     *
     * @throws IOException if there is a daemon already, something else, or no right to; the message says which
     */
    static SocketFile listen(LocalAddress address) throws IOException {
        Path path = address.path().toAbsolutePath();
        Path hidden =
                path.resolveSibling("." + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX));
        Path made = hidden.resolve("s");
        requireShort(path, path);
        requireShort(made, path);
        try {
            makeParent(path);
            requireFree(path);
            Files.createDirectory(
                    hidden,
                    permissions(EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE)));
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
                admit(made, address);
                Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
                return new SocketFile(path, channel, identity(path));
            } catch (IOException e) {
                channel.close();
                throw e;
            } finally {
                Files.deleteIfExists(made);
                Files.delete(hidden);
            }
        } catch (FileSystemException e) {
            throw new IOException("cannot make the local socket " + path + ": " + reason(e)
                    + "; choose another place, or run as a user who may write there");
        }
    }

    private static String reason(FileSystemException e) {
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return e.getFile() + ": " + reason;
    }

    private static void requireShort(Path made, Path path) throws IOException {
        int bytes = made.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Request.SOCKET_PATH_BYTES_MAX) {
            throw new IOException("the local socket cannot be at " + path + ": its path, and that beside it where it is"
                    + " made, may have " + Request.SOCKET_PATH_BYTES_MAX + " bytes (unix(7)), and would have " + bytes);
        }
    }

    private static void makeParent(Path path) throws IOException {
        try {
            Files.createDirectory(path.getParent(), permissions(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException e) {
            // It is what is hoped for; if it is no directory, that shows at the next step.
            return;
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }

    /** Lets a place pass that is empty, or where a socket is to which nobody listens. */
    private static void requireFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, MODE, LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new IOException("the local socket cannot be at " + path + ": something is there that is no socket;"
                    + " remove it, or choose another place");
        }
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return;
        } catch (IOException e) {
            throw new IOException(
                    "cannot find out whether a daemon answers at " + path + " already: " + e.getMessage());
        }
        throw new IOException(
                "a daemon answers at " + path + " already; stop it, or choose another place for this one's socket");
    }

    private static void admit(Path socket, LocalAddress address) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (address.group().isPresent()) {
            String group = address.group().get();
            try {
                view.setGroup(
                        socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException("the local socket cannot be given to the group '" + group
                        + "': there is no such group; make it (groupadd), or name another");
            } catch (FileSystemException e) {
                throw new IOException("the local socket cannot be given to the group '" + group + "': " + reason(e)
                        + "; only root, and users who are in a group, may give files to it");
            }
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bit = OWNER_READS;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((address.mode() & PERMISSION_BITS & bit) != 0) {
                permissions.add(permission);
            }
            bit >>= 1;
        }
        // Without links followed there is no chmod; in a directory of our own there are none.
        Files.setPosixFilePermissions(socket, permissions);
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Removes the file, unless another has taken its place, and listens no more. */
    void close() {
        try {
            if (identity(path).equals(identity)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // It is gone already, or cannot be removed: the next daemon finds that nobody listens.
        }
        TimeLimits.closeQuietly(channel);
    }
}
