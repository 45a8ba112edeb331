package io.conncount.exporters.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of an object in a message. Those that nobody asks for are left alone: a later version may have more. */
final class Fields {
    private final Map<String, Object> members;

    Fields(Map<String, Object> members) {
        this.members = members;
    }

    List<String> names() {
        return List.copyOf(members.keySet());
    }

    String text(String name) throws MalformedException {
        return textIfAny(name).orElseThrow(() -> missing(name, "text"));
    }

    Optional<String> textIfAny(String name) throws MalformedException {
        return Optional.ofNullable(of(String.class, name, "text"));
    }

    /** A number that is not negative. */
    long number(String name) throws MalformedException {
        return numberIfAny(name).orElseThrow(() -> missing(name, "number"));
    }

    Optional<Long> numberIfAny(String name) throws MalformedException {
        Long number = of(Long.class, name, "number");
        if (number != null && number < 0) {
            throw new MalformedException("'" + name + "' is negative");
        }
        return Optional.ofNullable(number);
    }

    /** False if it is not there. */
    boolean flag(String name) throws MalformedException {
        Boolean flag = of(Boolean.class, name, "truth");
        return flag != null && flag;
    }

    Optional<Fields> fieldsIfAny(String name) throws MalformedException {
        return Optional.ofNullable(of(Fields.class, name, "object"));
    }

    List<String> texts(String name) throws MalformedException {
        return list(String.class, name, "texts");
    }

    List<Fields> objects(String name) throws MalformedException {
        return list(Fields.class, name, "objects");
    }

    private <T> List<T> list(Class<T> type, String name, String meant) throws MalformedException {
        if (!(members.get(name) instanceof List<?> values)) {
            throw missing(name, "list of " + meant);
        }
        List<T> list = new ArrayList<>();
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw missing(name, "list of " + meant);
            }
            list.add(type.cast(value));
        }
        return list;
    }

    private <T> T of(Class<T> type, String name, String meant) throws MalformedException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw missing(name, meant);
        }
        return type.cast(value);
    }

    private static MalformedException missing(String name, String meant) {
        return new MalformedException("'" + name + "' is no " + meant);
    }
}
