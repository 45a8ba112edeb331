package io.conncount.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What C compilers made of FreeBSD's headers: the size of structs and the place of their fields, for each release and
 * processor. The file has one thing a line.
 */
public final class Layouts {
    private static final Pattern OBJECT = Pattern.compile(" *\"(.+)\": \\{");
    private static final Pattern NUMBER = Pattern.compile(" *\"(sizeof|offset)\": (\\d+),?");

    private Layouts() {}

    /** Sizes by {@code struct name}, places by {@code struct name.field}: of each release and processor. */
    public static Map<String, Map<String, Integer>> all() throws IOException {
        Map<String, Map<String, Integer>> layouts = new TreeMap<>();
        Map<String, Integer> numbers = new TreeMap<>();
        String struct = "";
        String field = "";
        for (String line :
                Files.readAllLines(Repository.root().resolve("collector/src/test/resources/freebsd/layouts.json"))) {
            Matcher object = OBJECT.matcher(line);
            Matcher number = NUMBER.matcher(line);
            if (object.matches()) {
                String name = object.group(1);
                if (name.contains("/")) {
                    numbers = new TreeMap<>();
                    layouts.put(name, numbers);
                } else if (name.startsWith("struct ")) {
                    struct = name;
                } else {
                    field = name;
                }
            } else if (number.matches()) {
                String what = number.group(1).equals("sizeof") ? struct : struct + "." + field;
                numbers.put(what, Integer.valueOf(number.group(2)));
            }
        }
        return layouts;
    }
}
