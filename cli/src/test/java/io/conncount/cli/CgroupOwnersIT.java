package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.SocketNamespace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Units and containers of real sockets, in a tree of cgroups that systemd and Docker would make. Needs root and a cgroup2 mount. */
class CgroupOwnersIT {
    private static final String ID = "0123456789ab".repeat(6).substring(0, 64);

    /** A shell that goes into the group opens a connection, asks, and leaves. */
    private static final String SCRIPT = """
            set -e
            mount=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)
            back=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
            top=$mount/conncount-$$.slice
            group=$top/web-$$.service/docker-$id.scope
            leave() {
                echo $$ >$back/cgroup.procs
                rmdir $group $top/web-$$.service $top
            }
            mkdir -p $group
            trap leave EXIT
            echo $$ >$group/cgroup.procs
            listener=$(ss -tlnH | awk 'NR == 1 {sub(/:/, "/", $4); print $4}')
            exec 7<>/dev/tcp/$listener
            $conncount list -tanH --columns unit,container,pod --source $source "cgroup = ${group#$mount}" |
                sed "s/$$/PID/g; s/  */ /g"
            """;

    @ParameterizedTest
    @ValueSource(strings = {"bpf", "sock_diag"})
    void socketIsItsUnitsAndItsContainers(String source) throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            Launch launch = namespace.call(() -> Launch.shell("id=" + ID + "; source=" + source + "\n" + SCRIPT));
            assertEquals("", launch.err());
            assertEquals("web-PID.service/docker-" + ID + ".scope 0123456789ab (none)\n", launch.out());
        }
    }
}
