package io.conncount.names;

import io.conncount.filter.Placeholder;
import io.conncount.socket.CgroupPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a cgroup is, by the names that systemd, Kubernetes and the container managers give to the directories of its path. A
 * name is a convention, not a fact of the kernel: a manager that names its groups otherwise is not recognized.
 *
 * @param unit the systemd unit, after the units that hold its manager: {@code nginx.service}, or
 *     {@code user@1000.service/app.scope} for a unit of a user's manager; unit names are unique only within one manager
 * @param container the innermost container's id, 12 characters; the name for LXC and systemd-nspawn
 * @param pod the innermost pod's UID, with hyphens where the path has underscores
 */
record CgroupOwner(Optional<String> unit, Optional<String> container, Optional<String> pod) {
    private static final List<String> UNITS = List.of(".service", ".scope", ".socket", ".mount", ".swap");
    private static final int CONTAINER_ID_DIGITS = 64;
    private static final String LXC = "lxc.payload.";

    /** The owner of the group with this path, which begins with a slash. */
    static CgroupOwner of(String path) {
        List<String> units = new ArrayList<>();
        Optional<String> container = Optional.empty();
        Optional<String> pod = Optional.empty();
        String parent = "";
        for (String name : path.split("/", -1)) {
            if (isUnit(name)) {
                // systemd puts an underscore before a name that the kernel could take for a file of its own.
                units.add(name.startsWith("_") ? name.substring(1) : name);
            }
            Optional<String> containerHere = container(parent, name);
            container = containerHere.isPresent() ? containerHere : container;
            Optional<String> podHere = name.contains("pod") ? Patterns.pod(name) : Optional.empty();
            pod = podHere.isPresent() ? podHere : pod;
            parent = name;
        }
        return new CgroupOwner(
                units.isEmpty() ? Optional.empty() : Optional.of(String.join("/", units)), container, pod);
    }

    /** What a part is called in the group with this path; {@link Placeholder#NONE} if it is in none. */
    static String text(CgroupPart part, String path) {
        CgroupOwner owner = of(path);
        Optional<String> name = switch (part) {
            case UNIT -> owner.unit;
            case CONTAINER -> owner.container;
            case POD -> owner.pod;
        };
        return name.orElse(Placeholder.NONE);
    }

    private static boolean isUnit(String name) {
        for (String suffix : UNITS) {
            if (name.endsWith(suffix) && name.length() > suffix.length()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> container(String parent, String name) {
        Optional<String> found = Optional.empty();
        if (name.length() >= CONTAINER_ID_DIGITS) {
            found = Patterns.containerId(name);
        }
        if (found.isEmpty() && name.startsWith(LXC)) {
            found = Optional.of(name.substring(LXC.length())).filter(rest -> !rest.isEmpty());
        }
        if (found.isEmpty() && (parent.equals("lxc") || parent.equals("lxc.payload"))) {
            found = Optional.of(name);
        }
        return found.isEmpty() && (name.startsWith("machine-") || name.startsWith("systemd-nspawn@"))
                ? Patterns.machine(name)
                : found;
    }

    /** For names that look as if they were one of these: most are not, and to make patterns takes milliseconds. */
    private static final class Patterns {
        /** {@code ID}, {@code docker-ID.scope}, {@code libpod-ID}, {@code PARENT.slice:cri-containerd:ID}; conmon is a monitor outside. */
        private static final Pattern CONTAINER =
                Pattern.compile("(?!.*conmon)(?:[a-z].*[-:])?([0-9a-f]{64})(?:\\.scope)?");

        private static final Pattern POD = Pattern.compile(
                "(?:.*kubepods.*-)?pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?:\\.slice.*)?");
        /** Not {@code machine-qemu…}, which is a virtual machine of libvirt. */
        private static final Pattern MACHINE =
                Pattern.compile("machine-(?!qemu\\\\x2d)(.+)\\.scope|systemd-nspawn@(.+)\\.service");

        private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

        private Patterns() {}

        static Optional<String> containerId(String name) {
            Matcher id = CONTAINER.matcher(name);
            return id.matches() ? Optional.of(id.group(1).substring(0, CgroupPart.SHORT_ID_DIGITS)) : Optional.empty();
        }

        static Optional<String> machine(String name) {
            Matcher machine = MACHINE.matcher(name);
            return machine.matches()
                    ? Optional.of(unescaped(machine.group(1) == null ? machine.group(2) : machine.group(1)))
                    : Optional.empty();
        }

        static Optional<String> pod(String name) {
            Matcher pod = POD.matcher(name);
            return pod.matches() ? Optional.of(pod.group(1).replace('_', '-')) : Optional.empty();
        }

        private static String unescaped(String name) {
            return ESCAPE.matcher(name)
                    .replaceAll(
                            hex -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(hex.group(1), 16))));
        }
    }
}
