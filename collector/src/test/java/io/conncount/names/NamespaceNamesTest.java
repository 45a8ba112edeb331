package io.conncount.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The name that a process gives to its namespace. */
class NamespaceNamesTest {
    @Test
    void nameIsTheLastPartOfTheCgroup() {
        assertEquals(Optional.of("nginx.service"), NamespaceNames.nameIn("0::/system.slice/nginx.service\n"));
        assertEquals(Optional.of("docker-3f4e.scope"), NamespaceNames.nameIn("0::/system.slice/docker-3f4e.scope\n"));
        assertEquals(Optional.of("init.scope"), NamespaceNames.nameIn("0::/init.scope\n"));
    }

    @Test
    void containerHasANameAndNotTheSystemdInIt() {
        assertEquals(Optional.of("lxc.payload.web"), NamespaceNames.nameIn("0::/lxc.payload.web/init.scope\n"));
    }

    @Test
    void cgroupsOfVersionOneServeWhereThoseOfVersionTwoAreNotUsed() {
        assertEquals(
                Optional.of("web.service"),
                NamespaceNames.nameIn("3:cpu,cpuacct:/\n1:name=systemd:/system.slice/web.service\n0::/\n"));
    }

    @Test
    void rootIsNoName() {
        assertEquals(Optional.empty(), NamespaceNames.nameIn("0::/\n"));
        assertEquals(Optional.empty(), NamespaceNames.nameIn(""));
    }
}
