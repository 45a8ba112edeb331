package io.conncount.group;

/** Names as values of a filter, where blanks and signs end a word unless it stands in quotes. */
final class Quoted {
    private static final String PLAIN = "[\\w./:@+-]+";

    private Quoted() {}

    /** The condition that a field has this value; empty if no quotes can hold it. */
    static String condition(String field, String value) {
        if (value.matches(PLAIN)) {
            return field + " = " + value;
        }
        String quote = value.indexOf('"') < 0 ? "\"" : "'";
        return value.contains(quote) ? "" : field + " = " + quote + value + quote;
    }
}
