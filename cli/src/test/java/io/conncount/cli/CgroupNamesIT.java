package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cgroups whose names differ in what a locale may not know, as UTF-8 and as Latin-1. */
class CgroupNamesIT {
    private static final String IN_GROUPS = """
            ip link set lo up
            mount=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)
            back=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
            group=conncount-$$-caf
            for end in $'\\xe9' $'\\xe8' $'\\xc3\\xa9' $'\\xc3\\xa8'; do
                mkdir "$mount/$group$end"
                echo $$ >"$mount/$group$end/cgroup.procs"
                exec {socket}<>/dev/udp/127.0.0.1/9
            done
            echo $$ >"$back/cgroup.procs"
            count() { LC_ALL=$1 $conncount -u --by cgroup --csv "${@:2}" | tail -n +2 | LC_ALL=C sort; }
            {
                count C
                count C.UTF-8
                count C cgroup = "/$group"$'\\xc3\\xa9'
                count C cgroup = "$mount/$group"$'\\xc3\\xa8/'
            } | sed "s/-$$-/-/"
            exec {socket}<&-
            rmdir "$mount/$group"*
            """;

    @Test
    void namesAreTheirBytesInEveryLocale() throws IOException, InterruptedException {
        Launch launch = Launch.command(Path.of("."), List.of("unshare", "--net", "bash", "-c", IN_GROUPS));
        String all = """
                /conncount-caf\\xe8,1
                /conncount-caf\\xe9,1
                /conncount-cafè,1
                /conncount-café,1
                """;
        assertEquals(new Launch(0, all + all + "/conncount-café,1\n/conncount-cafè,1\n", ""), launch);
    }
}
