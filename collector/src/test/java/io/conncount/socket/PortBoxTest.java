package io.conncount.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import org.junit.jupiter.api.Test;

class PortBoxTest {
    @Test
    void boxReadsAsTheConditionItIs() {
        assertEquals("all ports", PortBox.ALL.toString());
        assertEquals("local ports 0-443", PortBox.ALL.upToLocal(443).toString());
        assertEquals("remote ports 1024-65535", PortBox.ALL.aboveRemote(1023).toString());
        assertEquals(
                "local ports 0-443, remote ports 1024-65535",
                PortBox.ALL.upToLocal(443).aboveRemote(1023).toString());
        assertEquals("larger port from 40000", PortBox.ALL.aboveLarger(39_999).toString());
    }

    @Test
    void boundsThatHoldNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PortBox(-1, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(2, 1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(0, 65536, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(0, 0, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(0, 0, 2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(0, 0, 0, 65536, 0));
        assertThrows(IllegalArgumentException.class, () -> new PortBox(0, 9, 0, 7, 10));
        assertThrows(IllegalArgumentException.class, () -> PortBox.ALL.aboveLocal(PortBox.PORT_MAX));
    }

    @Property
    void everyCutPutsEachPairOfPortsOnOneSide(
            @ForAll @IntRange(max = PortBox.PORT_MAX) int local,
            @ForAll @IntRange(max = PortBox.PORT_MAX) int remote,
            @ForAll @IntRange(max = PortBox.PORT_MAX - 1) int first,
            @ForAll @IntRange(max = PortBox.PORT_MAX - 1) int second) {
        int low = Math.min(first, second);
        int high = Math.max(first, second);
        PortBox middle = PortBox.ALL.aboveLarger(low).upToLarger(high + 1);
        int larger = Math.max(local, remote);
        assertEquals(larger > low && larger <= high + 1, middle.contains(local, remote));
        assertOneSide(PortBox.ALL.upToLocal(low), PortBox.ALL.aboveLocal(low), local, remote);
        assertOneSide(PortBox.ALL.upToRemote(low), PortBox.ALL.aboveRemote(low), local, remote);
        assertOneSide(PortBox.ALL.upToLarger(low), PortBox.ALL.aboveLarger(low), local, remote);
    }

    private static void assertOneSide(PortBox lower, PortBox upper, int local, int remote) {
        assertEquals(1, (lower.contains(local, remote) ? 1 : 0) + (upper.contains(local, remote) ? 1 : 0));
    }
}
