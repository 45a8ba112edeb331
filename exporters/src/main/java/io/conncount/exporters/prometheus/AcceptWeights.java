package io.conncount.exporters.prometheus;

import java.util.List;
import java.util.Locale;

/** What a client prefers, by the weights of RFC 9110, section 12.4.2: {@code gzip;q=0.5, identity}. */
final class AcceptWeights {
    private static final double UNSAID = -1;

    private final List<String> elements;

    /** Of the values of a header, each of which may have several elements. */
    AcceptWeights(List<String> values) {
        elements = values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** True if it is named itself, and not only meant by {@code *}. */
    boolean names(String name) {
        return weight(name) != UNSAID;
    }

    /** The weight of a coding, 0 to 1; that of {@code *} where it is not named, and if that is not either the default. */
    double of(String name, double otherwise) {
        double exact = weight(name);
        double any = exact == UNSAID ? weight("*") : exact;
        return any == UNSAID ? otherwise : any;
    }

    /** The weight of a media type, 0 to 1; that of the narrowest range that takes it in; 0 if none does. */
    double ofMediaType(String type) {
        for (String range : List.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")) {
            double weight = weight(range);
            if (weight != UNSAID) {
                return weight;
            }
        }
        return elements.isEmpty() ? 1 : 0;
    }

    /** The largest weight with which something is named: a client may name it several times, with other parameters. */
    private double weight(String name) {
        double weight = UNSAID;
        for (String element : elements) {
            String[] parts = element.split(";");
            if (parts[0].strip().equalsIgnoreCase(name)) {
                weight = Math.max(weight, quality(parts));
            }
        }
        return weight;
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String parameter = part.strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                String digits = parameter.substring(2);
                return digits.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(digits) : 0;
            }
        }
        return 1;
    }
}
