package io.conncount.source.recording;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.names.KnownNames;
import io.conncount.socket.Detail;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What stands before the messages of a recording ({@code docs/decisions/0004-recordings.md}): lines of text, UTF-8, the
 * first with the format's name and version, then {@code name: value}; a line of blanks that fills up, and an empty line.
 * Names that a reader does not know mean nothing to it.
 */
final class RecordingHeader {
    /** The first line, and with it the version of the format. */
    static final String SIGNATURE = "conncount.record/1";
    /** What every version's first line begins with. */
    static final String SIGNATURE_PREFIX = "conncount.record/";
    /** The length of our headers: the space is reserved while the messages are written, and filled in afterwards. */
    static final int BYTES = 2048;
    /** The maximum length of a header; readers do not look further for its end. */
    static final int BYTES_MAX = 64 * 1024;

    static final String END = "\n\n";

    private static final String VERSION = "conncount";
    private static final String TIME = "time";
    private static final String HOST = "host";
    private static final String KERNEL = "kernel";
    private static final String ARCH = "arch";
    private static final String NAMESPACE = "namespace";
    private static final String BYTE_ORDER = "byte-order";
    private static final String SELECTION = "selection";
    private static final String DETAILS = "details";
    private static final String SCRUBBED = "scrubbed";
    private static final String CONDITION = "condition";
    private static final String SOCKETS = "sockets";
    private static final String COUNTERS_BEFORE = "counters-before";
    private static final String COUNTERS_AFTER = "counters-after";
    /** What each word stands for in a line of counters. */
    private static final Map<String, Measure> COUNTERS = counterWords();

    private static final String MESSAGE_BYTES = "bytes";
    private static final String NAMES_AT = "names-at";
    private static final String HOLDERS_AT = "holders-at";
    private static final String CGROUP_PARTS = "cgroup-parts";
    private static final String EPHEMERAL_PORTS = "ephemeral-ports";
    private static final int VALUE_CHARS_MAX = 256;

    private final Map<String, String> values = new LinkedHashMap<>();

    private RecordingHeader() {}

    /** A header of this moment, in this process's byte order. */
    static RecordingHeader now(String version) {
        return new RecordingHeader()
                .put(VERSION, version)
                .put(TIME, Instant.now().toString())
                .put(BYTE_ORDER, ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "little" : "big");
    }

    RecordingHeader host(String name, String kernel, String arch, String namespace) {
        return put(HOST, name).put(KERNEL, kernel).put(ARCH, arch).put(NAMESPACE, namespace);
    }

    /** What was recorded: the selection, if any, and the details requested for each socket. */
    RecordingHeader asked(Optional<String> selection, Set<Detail> details) {
        selection.ifPresent(words -> put(SELECTION, words));
        StringBuilder names = new StringBuilder();
        for (Detail detail : details) {
            names.append(' ').append(label(detail));
        }
        return put(DETAILS, names.isEmpty() ? "" : names.substring(1));
    }

    /** The range of local ports that the kernel assigns. */
    RecordingHeader ephemeralPorts(int min, int max) {
        return put(EPHEMERAL_PORTS, min + " " + max);
    }

    /** Whether the paths of cgroups show units, containers and pods. */
    RecordingHeader cgroupPartsKnown(boolean known) {
        return put(CGROUP_PARTS, known ? "known" : "unknown");
    }

    /** True if the paths of cgroups show units, containers and pods. */
    boolean cgroupPartsKnown() {
        return !"unknown".equals(values.get(CGROUP_PARTS)) && !"yes".equals(values.get(SCRUBBED));
    }

    RecordingHeader scrubbed(boolean scrubbed) {
        return put(SCRUBBED, scrubbed ? "yes" : "no");
    }

    /** The condition that it was taken for, if it was for one. */
    RecordingHeader because(Optional<String> condition) {
        condition.ifPresent(text -> put(CONDITION, text));
        return this;
    }

    /** How many sockets are in the messages. */
    RecordingHeader sockets(long sockets) {
        return put(SOCKETS, Long.toString(sockets));
    }

    /** The kernel's counters on both sides of the dump. */
    RecordingHeader counters(Measures before, Measures after) {
        return put(COUNTERS_BEFORE, text(before)).put(COUNTERS_AFTER, text(after));
    }

    /** Where the processes begin among the messages. */
    RecordingHeader holdersAt(long bytes) {
        return put(HOLDERS_AT, Long.toString(bytes));
    }

    /** Where the names begin among the messages, and how long all of them are together. */
    RecordingHeader lengths(long namesAtBytes, long messageBytes) {
        return put(NAMES_AT, Long.toString(namesAtBytes)).put(MESSAGE_BYTES, Long.toString(messageBytes));
    }

    /** A value is one line, and harmless to show, whatever a host calls itself. */
    private RecordingHeader put(String name, String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?");
        values.put(name, line.substring(0, Math.min(line.length(), VALUE_CHARS_MAX)));
        return this;
    }

    /** {@link #BYTES} bytes of text. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder(SIGNATURE).append('\n');
        for (Map.Entry<String, String> value : values.entrySet()) {
            text.append(value.getKey()).append(": ").append(value.getValue()).append('\n');
        }
        int lengthBytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
        text.append(" ".repeat(Math.max(0, BYTES - END.length() - lengthBytes))).append(END);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a header's text, without the empty line at its end.
     *
     * @throws IllegalArgumentException if it is not one that we can read; the message says why
     */
    static RecordingHeader parse(String text) {
        String[] lines = text.split("\n");
        if (!lines[0].equals(SIGNATURE)) {
            throw new IllegalArgumentException("its format is " + lines[0] + ", this conncount reads " + SIGNATURE);
        }
        RecordingHeader header = new RecordingHeader();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                header.put(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return header;
    }

    /** The byte order of the messages. */
    ByteOrder order() {
        return switch (values.getOrDefault(BYTE_ORDER, "missing")) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException("its header's byte-order is neither little nor big");
        };
    }

    /** When it was recorded; empty if the header does not say. */
    Optional<Instant> time() {
        try {
            return value(TIME).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<String> host() {
        return value(HOST);
    }

    Optional<String> kernel() {
        return value(KERNEL);
    }

    Optional<String> selection() {
        return value(SELECTION);
    }

    Optional<String> condition() {
        return value(CONDITION);
    }

    /** How many sockets are in the messages; empty if the header does not say. */
    Optional<Long> sockets() {
        return number(SOCKETS);
    }

    /** The details requested for each socket. */
    Set<Detail> details() {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        for (String word : value(DETAILS).orElse("").split(" ")) {
            for (Detail detail : Detail.values()) {
                if (label(detail).equals(word)) {
                    details.add(detail);
                }
            }
        }
        return details;
    }

    Measures countersBefore() {
        return counters(COUNTERS_BEFORE);
    }

    Measures countersAfter() {
        return counters(COUNTERS_AFTER);
    }

    /** The total length of the messages; empty if the header does not say. */
    Optional<Long> messageBytes() {
        return number(MESSAGE_BYTES);
    }

    /** The offset of the first name from the first message; empty without names. */
    Optional<Long> namesAtBytes() {
        return number(NAMES_AT);
    }

    /** The offset of the first message about processes from the first message; empty if none were recorded. */
    Optional<Long> holdersAtBytes() {
        return number(HOLDERS_AT);
    }

    /** The lowest and the highest local port that the kernel assigns; the kernel's default if the header does not say. */
    int[] ephemeralPorts() {
        String[] words = value(EPHEMERAL_PORTS)
                .filter(text -> text.matches("\\d{1,5} \\d{1,5}"))
                .map(text -> text.split(" "))
                .orElse(new String[0]);
        return words.length == 2
                ? new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])}
                : new int[] {KnownNames.NONE.ephemeralPortMin(), KnownNames.NONE.ephemeralPortMax()};
    }

    private Optional<Long> number(String name) {
        return value(name).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    /** The name of a detail in a header and in messages: {@code tcp_info}. */
    static String label(Detail detail) {
        return detail.name().toLowerCase(Locale.ROOT);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static String text(Measures counters) {
        StringJoiner text = new StringJoiner(", ");
        for (Map.Entry<String, Measure> counter : COUNTERS.entrySet()) {
            text.add(counter.getKey() + " " + counters.number(counter.getValue()));
        }
        return text.toString();
    }

    private Measures counters(String name) {
        Map<Measure, Long> numbers = new EnumMap<>(Measure.class);
        for (String pair : value(name).orElse("").split(", ")) {
            String[] words = pair.split(" ");
            if (words.length == 2 && COUNTERS.containsKey(words[0]) && words[1].matches("\\d{1,18}")) {
                numbers.put(COUNTERS.get(words[0]), Long.valueOf(words[1]));
            }
        }
        return new Measures(numbers);
    }

    private static Map<String, Measure> counterWords() {
        Map<String, Measure> words = new LinkedHashMap<>();
        words.put("tcp", Measure.TCP_IN_USE);
        words.put("tcp6", Measure.TCP6_IN_USE);
        words.put("time_wait", Measure.TCP_TIME_WAIT);
        words.put("established", Measure.TCP_ESTABLISHED);
        words.put("opens", Measure.TCP_OPENS);
        words.put("udp", Measure.UDP_IN_USE);
        words.put("udplite", Measure.UDPLITE_IN_USE);
        words.put("raw", Measure.RAW_IN_USE);
        return words;
    }
}
