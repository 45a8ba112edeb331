package io.conncount.filter;

import java.util.Optional;

/** Reads interfaces, by name or by index. */
final class InterfaceParser {
    private static final int INDEX_DIGITS_MAX = 9;

    private final Names names;

    InterfaceParser(Names names) {
        this.names = names;
    }

    /** The socket is bound to this interface, or to none. */
    Condition.InterfaceIs parse(String name, int position) throws FilterException {
        if (name.equals(Placeholder.NONE) || name.equals("0")) {
            return new Condition.InterfaceIs(0, name);
        } else if (name.equals(Placeholder.NOT_REPORTED)) {
            return new Condition.InterfaceIs(-1, name);
        }
        Optional<Integer> index = names.interfaceIndex(name);
        if (index.isPresent()) {
            return new Condition.InterfaceIs(index.get(), name);
        }
        // An interface that no longer exists has only its index, and is shown as if7.
        int number = Digits.parse(name.startsWith("if") ? name.substring(2) : name, 10, INDEX_DIGITS_MAX);
        if (number > 0) {
            return new Condition.InterfaceIs(number, name);
        }
        throw FilterException.unknownName(
                names,
                "interface",
                name,
                names.severalNamespaces()
                        ? "'" + name + "' is not an index: with several network namespaces, each has names of its own"
                        : "no interface '" + name + "' in this network namespace; 'ip link' lists the interfaces",
                position);
    }
}
