package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.NativeLibrary;
import io.conncount.testing.NativeSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that something else has made, and that this process takes over. */
class PassedListenerTest {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    private final NativeSockets sockets = new NativeSockets();

    @AfterEach
    void closeSockets() {
        sockets.close();
    }

    /** One that may be taken over, which closes it. */
    private static int duplicate(int descriptor) {
        return NativeLibrary.getProcess().getFunction("dup").invokeInt(new Object[] {descriptor});
    }

    @ParameterizedTest
    @ValueSource(ints = {PassedListener.AF_INET, PassedListener.AF_INET6})
    void connectionsOfThePassedSocketAreAccepted(int family) throws IOException {
        PassedListener passed = PassedListener.of(duplicate(sockets.listener(family)));
        assertEquals(family == PassedListener.AF_INET ? "127.0.0.1" : "0:0:0:0:0:0:0:1", host(passed));
        try (ServerSocket listener = passed.channel().socket();
                Socket client = new Socket(
                        passed.address().getAddress(), passed.address().getPort());
                Socket accepted = listener.accept()) {
            client.getOutputStream().write('x');
            assertEquals('x', accepted.getInputStream().read());
            assertEquals(client.getLocalPort(), accepted.getPort());
            InetAddress ours = accepted.getLocalAddress();
            assertEquals(passed.address().getAddress(), ours);
        }
    }

    private static String host(PassedListener passed) {
        return passed.address().getAddress().getHostAddress();
    }

    @Test
    void whatIsNoTcpListenerIsNamed() {
        int unix = sockets.socket(AF_UNIX, PassedListener.SOCK_STREAM, 0);
        int udp = sockets.socket(PassedListener.AF_INET, SOCK_DGRAM, 0);
        int notListening = sockets.socket(PassedListener.AF_INET, PassedListener.SOCK_STREAM, 0);
        for (int descriptor : new int[] {unix, udp, notListening}) {
            IOException refusal = assertThrows(IOException.class, () -> PassedListener.of(descriptor));
            assertTrue(
                    refusal.getMessage()
                            .startsWith("the passed descriptor " + descriptor + " is not a listening TCP socket"),
                    refusal.getMessage());
        }
        assertThrows(KernelException.class, () -> PassedListener.of(-1));
    }

    @Test
    void socketsOfAnotherProcessAreNotTaken() {
        String pid = Long.toString(ProcessHandle.current().pid());
        for (Map<String, String> environment : List.of(
                Map.<String, String>of(),
                Map.of("LISTEN_FDS", "1"),
                Map.of("LISTEN_FDS", "1", "LISTEN_PID", pid + "0"),
                Map.of("LISTEN_FDS", "0", "LISTEN_PID", pid),
                Map.of("LISTEN_FDS", "-1", "LISTEN_PID", pid),
                Map.of("LISTEN_FDS", "65", "LISTEN_PID", pid))) {
            IOException refusal = assertThrows(IOException.class, () -> PassedListener.all(environment));
            assertTrue(refusal.getMessage().startsWith("no listening socket was passed"), refusal.getMessage());
        }
    }
}
