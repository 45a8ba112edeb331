package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports that a kernel gives, from files with the format of its own. */
class LocalPortsTest {
    @TempDir
    private Path sysctls;

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectories(sysctls.resolve("net/ipv4"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(sysctls.resolve("net/ipv4").resolve(name), text);
    }

    private Optional<LocalPorts> read() {
        return new ProcNet(sysctls.resolve("net"), sysctls).localPorts();
    }

    @Test
    void reservedPortsOfTheRangeAreNotGiven() throws IOException {
        write("ip_local_port_range", "32768\t60999\n");
        write("ip_local_reserved_ports", "8080,40000-40009,60999\n");
        write("tcp_tw_reuse", "2\n");
        LocalPorts ports = read().orElseThrow();
        assertEquals(28_232 - 11, ports.count());
        assertEquals(11, ports.reservedInRange());
        assertEquals(2, ports.timeWaitReuse());
        assertTrue(ports.gives(32_768) && ports.gives(40_010) && ports.gives(60_998));
        assertFalse(ports.gives(40_000) || ports.gives(60_999) || ports.gives(8080) || ports.gives(61_000));
    }

    @Test
    void emptyListReservesNothing() throws IOException {
        write("ip_local_port_range", "1\t65535\n");
        write("ip_local_reserved_ports", "\n");
        LocalPorts ports = read().orElseThrow();
        assertEquals(65_535, ports.count());
        assertEquals(Measures.MISSING, ports.timeWaitReuse());
    }

    @Test
    void whatIsNoRangeIsNotKnown() throws IOException {
        assertEquals(Optional.empty(), read());
        for (String text : new String[] {"", "1", "60999\t32768", "1\t65536", "-1\t5", "a\tb"}) {
            write("ip_local_port_range", text);
            assertEquals(Optional.empty(), read(), text);
        }
    }

    @Test
    void whatIsNoListOfPortsIsLeftOut() {
        BitSet ports = LocalPorts.ports("7,x,9-8,70000,3-4, 12 ,99999999999,-,5-70000");
        assertEquals("{3, 4, 7, 12}", ports.toString());
    }
}
