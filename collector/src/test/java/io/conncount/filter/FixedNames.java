package io.conncount.filter;

import io.conncount.socket.CgroupPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of a host that never changes; some have the number in them. */
final class FixedNames implements Names {
    @Override
    public Optional<Integer> port(String service) {
        return Optional.ofNullable(
                Map.of("https", 443, "ssh", 22, "http-alt", 8080).get(service));
    }

    @Override
    public Optional<Integer> interfaceIndex(String name) {
        return name.startsWith("if")
                ? Optional.of(leadingNumber(name.substring(2)).intValue())
                : Optional.ofNullable(Map.of("lo", 1, "eth0", 2).get(name));
    }

    @Override
    public Optional<Long> uid(String user) {
        return Optional.ofNullable(Map.of("root", 0L, "www-data", 33L).get(user));
    }

    @Override
    public Optional<Long> cgroupId(String path) {
        return path.startsWith("/id-")
                ? Optional.of(leadingNumber(path.substring(4)))
                : Optional.ofNullable(
                        Map.of("/", 1L, "/system.slice", 7L, "/a b(c)", 8L).get(path));
    }

    @Override
    public List<Long> cgroupIdsIn(String path) {
        return cgroupId(path).map(id -> List.of(id, id + 1)).orElse(List.of());
    }

    @Override
    public Map<Long, String> cgroups(CgroupPart part) {
        return Map.of(7L, part.label() + "-a", 8L, part.label() + "-a", 9L, "b c", 1L, Placeholder.NONE);
    }

    @Override
    public Optional<Long> netnsInode(String name) {
        return name.equals("blue") ? Optional.of(4_026_532_288L) : Optional.empty();
    }

    private static Long leadingNumber(String text) {
        return Long.valueOf(text.replaceFirst("(?s)\\D.*", ""));
    }

    @Override
    public int ephemeralPortMin() {
        return 32_768;
    }

    @Override
    public int ephemeralPortMax() {
        return 60_999;
    }
}
