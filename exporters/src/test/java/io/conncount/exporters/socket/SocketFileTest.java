package io.conncount.exporters.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the local socket is, who may use it, and what is never taken away for it. */
class SocketFileTest {
    private static final int MODE = 0620;

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("conncount.sock");
    }

    private LocalServer.Address address() {
        return new LocalServer.Address(path(), MODE, Optional.empty());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String refusal(LocalServer.Address address) {
        String message = assertThrows(IOException.class, () -> SocketFile.listen(address))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void socketHasItsModeAndGroupAndNothingElseIsLeft() throws IOException {
        String group = Files.readAttributes(directory, PosixFileAttributes.class)
                .group()
                .getName();
        SocketFile socket = SocketFile.listen(new LocalServer.Address(path(), MODE, Optional.of(group)));
        PosixFileAttributes attributes = Files.readAttributes(path(), PosixFileAttributes.class);
        assertEquals("rw--w----", PosixFilePermissions.toString(attributes.permissions()));
        assertEquals(group, attributes.group().getName());
        assertEquals(List.of("conncount.sock"), files());
        socket.close();
        assertEquals(List.of(), files());
    }

    @Test
    void socketOfADeadDaemonIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertTrue(Files.exists(path()));
        SocketFile socket = SocketFile.listen(address());
        assertEquals(List.of("conncount.sock"), files());
        socket.close();
        assertFalse(Files.exists(path()));
    }

    @Test
    void socketOfALiveDaemonIsLeftToIt() throws IOException {
        SocketFile first = SocketFile.listen(address());
        assertTrue(refusal(address()).contains("daemon is already listening at " + path()));
        assertTrue(Files.exists(path()));
        first.close();
    }

    @Test
    void whatIsNoSocketIsNeverRemoved() throws IOException {
        Files.writeString(path(), "precious");
        assertTrue(refusal(address()).contains("not a socket"));
        assertEquals("precious", Files.readString(path()));
        Files.delete(path());
        Files.createSymbolicLink(path(), directory.resolve("elsewhere"));
        assertTrue(refusal(address()).contains("not a socket"));
        Files.delete(path());
        Files.createDirectory(path());
        assertTrue(refusal(address()).contains("not a socket"));
        assertEquals(List.of("conncount.sock"), files());
    }

    @Test
    void closingRemovesOnlyItsOwnSocket() throws IOException {
        SocketFile first = SocketFile.listen(address());
        Files.delete(path());
        SocketFile second = SocketFile.listen(address());
        first.close();
        assertTrue(Files.exists(path()));
        second.close();
        assertFalse(Files.exists(path()));
    }

    @Test
    void pathThatIsTooLongIsRefusedWithItsLength() {
        Path longPath = directory.resolve("x".repeat(120));
        String message = refusal(new LocalServer.Address(longPath, MODE, Optional.empty()));
        assertTrue(message.contains("107 bytes (unix(7))"), message);
    }

    @Test
    void groupThatDoesNotExistIsNamed() throws IOException {
        String message = refusal(new LocalServer.Address(path(), MODE, Optional.of("no-such-group")));
        assertTrue(message.contains("'no-such-group': no such group"), message);
        assertEquals(List.of(), files());
    }

    @Test
    void directoryThatIsMissingIsMadeButNotItsParents() throws IOException {
        Path below = directory.resolve("conncount").resolve("a.sock");
        SocketFile.listen(new LocalServer.Address(below, MODE, Optional.empty()))
                .close();
        assertEquals(List.of("conncount"), files());
        String message = refusal(new LocalServer.Address(directory.resolve("no/such/a.sock"), MODE, Optional.empty()));
        assertTrue(message.startsWith("cannot create the local socket " + directory + "/no/such/a.sock: "), message);
    }
}
