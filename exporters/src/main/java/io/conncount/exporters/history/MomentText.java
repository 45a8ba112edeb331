package io.conncount.exporters.history;

import io.conncount.json.JsonReader;
import io.conncount.view.Escaper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * The groups of a moment as they are stored: JSON in UTF-8, compressed by zlib (RFC 1950), whose checksum shows damage. Objects
 * are nested by the values of the keys; the innermost values are arrays of a number and, if it was not the same in the whole
 * span, its minimum and its maximum.
 *
 * <pre>{"tcp":{"ipv4":{"established":[990000,989990,990010],"listen":[401]}}}</pre>
 *
 * Used by one thread.
 */
final class MomentText {
    /** More than a thousand groups with the longest of values. */
    private static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    private static final int BLOCK_BYTES = 8192;

    private static final Comparator<List<String>> BY_VALUES = (one, other) -> {
        int order = 0;
        for (int i = 0; i < one.size() && order == 0; i++) {
            order = one.get(i).compareTo(other.get(i));
        }
        return order;
    };

    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    private final Inflater inflater = new Inflater();

    /** Compressed groups. */
    static final class Packed {
        private final byte[] bytes;
        private final int size;

        private Packed(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        byte[] bytes() {
            return bytes;
        }

        /** How many bytes the text has. */
        int size() {
            return size;
        }
    }

    /** Frees what is not on the heap. */
    void close() {
        deflater.end();
        inflater.end();
    }

    Packed pack(Map<List<String>, Extent> groups) throws IOException {
        byte[] text = text(groups).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        deflater.reset();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(text);
        }
        return new Packed(packed.toByteArray(), text.length);
    }

    static String text(Map<List<String>, Extent> groups) {
        StringBuilder text = new StringBuilder("{");
        List<String> open = List.of();
        for (List<String> values : groups.keySet().stream().sorted(BY_VALUES).toList()) {
            int same = same(open, values);
            if (!open.isEmpty()) {
                text.append("}".repeat(values.size() - 1 - same)).append(',');
            }
            for (int i = same; i < values.size(); i++) {
                text.append(i > same ? "{" : "")
                        .append(Escaper.json(values.get(i)))
                        .append(':');
            }
            append(text, groups.get(values));
            open = values;
        }
        return text.append("}".repeat(Math.max(1, open.size()))).toString();
    }

    private static int same(List<String> open, List<String> values) {
        int same = 0;
        while (same < open.size() && open.get(same).equals(values.get(same))) {
            same++;
        }
        return same;
    }

    private static void append(StringBuilder text, Extent extent) {
        text.append('[').append(extent.last());
        if (!extent.steady()) {
            text.append(',').append(extent.min()).append(',').append(extent.max());
        }
        text.append(']');
    }

    /**
     * The groups again.
     *
     * @param size of the text
     * @param keys how many there are
     * @throws IOException if it is damaged; the message says how
     */
    Map<List<String>, Extent> unpack(byte[] packed, int size, int keys) throws IOException {
        JsonReader json = new JsonReader(new ByteArrayInputStream(inflated(packed, size)));
        Map<List<String>, Extent> groups = new HashMap<>();
        read(json, List.of(), keys, groups);
        json.end();
        return groups;
    }

    private byte[] inflated(byte[] packed, int size) throws IOException {
        if (size < 0 || size > TEXT_BYTES_MAX) {
            throw new IOException("a text of " + size + " bytes is too long");
        }
        byte[] text = new byte[Math.min(size, BLOCK_BYTES)];
        int length = 0;
        inflater.reset();
        inflater.setInput(packed);
        try {
            while (!inflater.finished()) {
                if (length == text.length) {
                    text = java.util.Arrays.copyOf(text, Math.min(size + 1, 2 * text.length + 1));
                }
                int more = inflater.inflate(text, length, text.length - length);
                length += more;
                if (length > size || (more == 0 && !inflater.finished())) {
                    throw new IOException("its text is cut or too long");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("its checksum is wrong: " + e.getMessage(), e);
        }
        if (length != size) {
            throw new IOException("its text has " + length + " bytes instead of " + size);
        }
        return java.util.Arrays.copyOf(text, length);
    }

    private static void read(JsonReader json, List<String> above, int keysLeft, Map<List<String>, Extent> groups)
            throws IOException {
        json.object(value -> {
            List<String> values = new ArrayList<>(above);
            values.add(value);
            if (keysLeft == 1) {
                groups.put(List.copyOf(values), extent(json));
            } else {
                read(json, values, keysLeft - 1, groups);
            }
        });
    }

    private static Extent extent(JsonReader json) throws IOException {
        List<Long> numbers = new ArrayList<>(3);
        json.array(() -> numbers.add(number(json)));
        return switch (numbers.size()) {
            case 1 -> Extent.of(numbers.get(0));
            case 3 -> new Extent(numbers.get(0), numbers.get(1), numbers.get(2));
            default -> throw json.wrong("one number or three");
        };
    }

    private static long number(JsonReader json) throws IOException {
        String digits = json.textOrNumber();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw json.wrong("a whole number");
        }
    }
}
