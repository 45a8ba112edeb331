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
 * The file of a listening UNIX domain socket. It is created in a directory that no other user can enter, gets its mode and
 * group there, and is then moved to its path, so that at no time can an unauthorised user connect.
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
     * A socket that listens at its path. A stale one from an earlier daemon is replaced.
     *
     * @throws IOException if a daemon is already listening, another file exists, or permission is missing; the message says which
     */
    static SocketFile listen(LocalServer.Address address) throws IOException {
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
            throw new IOException("cannot create the local socket " + path + ": " + reason(e)
                    + "; choose another path, or run as a user who may write there");
        }
    }

    private static String reason(FileSystemException e) {
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return e.getFile() + ": " + reason;
    }

    private static void requireShort(Path made, Path path) throws IOException {
        int bytes = made.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Request.SOCKET_PATH_BYTES_MAX) {
            throw new IOException("the local socket cannot be at " + path
                    + ": its path, and the temporary path next to it," + " may have " + Request.SOCKET_PATH_BYTES_MAX
                    + " bytes (unix(7)), but would have " + bytes);
        }
    }

    private static void makeParent(Path path) throws IOException {
        try {
            Files.createDirectory(path.getParent(), permissions(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException e) {
            // This is the normal case; if it is not a directory, the next step fails.
            return;
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(Set<PosixFilePermission> permissions) {
        return PosixFilePermissions.asFileAttribute(permissions);
    }

    /** Accepts a free path, or a socket without a listener. */
    private static void requireFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, MODE, LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new IOException("the local socket cannot be at " + path
                    + ": a file that is not a socket exists there;" + " remove it, or choose another path");
        }
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return;
        } catch (IOException e) {
            throw new IOException(
                    "cannot check whether a daemon is listening at " + path + " already: " + e.getMessage());
        }
        throw new IOException("a daemon is already listening at " + path + "; stop it, or choose another path");
    }

    private static void admit(Path socket, LocalServer.Address address) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(socket, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (address.group().isPresent()) {
            String group = address.group().get();
            try {
                view.setGroup(
                        socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException("cannot give the local socket to the group '" + group
                        + "': no such group; create it (groupadd), or choose another");
            } catch (FileSystemException e) {
                throw new IOException("cannot give the local socket to the group '" + group + "': " + reason(e)
                        + "; only root and members of a group may give files to it");
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
        // chmod cannot be told not to follow links; our own directory has none.
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
            // It is already gone, or cannot be removed: the next daemon finds that it has no listener.
        }
        TimeLimits.closeQuietly(channel);
    }
}
