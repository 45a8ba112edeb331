package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                count C cgroup = "/$group"'\\xe9'
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
        String chosen = """
                /conncount-café,1
                /conncount-cafè,1
                /conncount-caf\\xe9,1
                """;
        assertEquals(new Launch(0, all + all + chosen, ""), launch);
    }

    /** As in a container, whose own group is the root of what it sees, mounted at a place of any name. */
    private static final String IN_NAMESPACE = """
            ip link set lo up
            exec {socket}<>/dev/udp/127.0.0.1/9
            mount=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)
            back=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
            group=$mount/conncount-$$
            mkdir "$group" "$group/inner"
            echo $$ >"$group/inner/cgroup.procs"
            exec {socket}<>/dev/udp/127.0.0.1/9
            echo $$ >"$group/cgroup.procs"
            exec {socket}<>/dev/udp/127.0.0.1/9
            export place=$directory/$'caf\\xe9 \\xc3\\xa9'
            export filter="cgroup = '$directory/caf\\\\xe9 \\\\xc3\\\\xa9/inner'"
            mkdir "$place"
            unshare --mount --cgroup bash -c '
                umount "$(awk "/ - cgroup2 /{print \\$5; exit}" /proc/self/mountinfo)"
                mount -t cgroup2 none "$place"
                LC_ALL=C $conncount -u --by cgroup --csv
                LC_ALL=C $conncount -u --by cgroup --csv cgroup = /
                LC_ALL=C $conncount -u --by cgroup --csv "$filter"' | sed 's/^(id:1)/outside/' | LC_ALL=C sort
            exec {socket}<&-
            echo $$ >"$back/cgroup.procs"
            rmdir "$group/inner" "$group"
            """;

    @TempDir
    private Path directory;

    @Test
    void rootOfANamespaceIsItsOwnAndIsMountedAnywhere() throws IOException, InterruptedException {
        String script = "directory='" + directory + "'\n" + IN_NAMESPACE;
        Launch launch = Launch.command(Path.of("."), List.of("unshare", "--net", "bash", "-c", script));
        String counts = """
                /,1
                /,1
                /inner,1
                /inner,1
                cgroup,count
                cgroup,count
                cgroup,count
                outside,1
                """;
        assertEquals(new Launch(0, counts, ""), launch);
    }
}
