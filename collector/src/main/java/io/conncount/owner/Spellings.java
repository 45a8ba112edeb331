package io.conncount.owner;

import io.conncount.sys.NameText;
import java.util.Optional;
import java.util.function.Function;

/** What a name may be written as. */
final class Spellings {
    private Spellings() {}

    /** What a name stands for as it is written; else with its {@code \xNN} as bytes, as answers show them. */
    static <T> Optional<T> find(String name, Function<String, Optional<T>> names) {
        Optional<T> found = names.apply(name);
        return found.isPresent() || !name.contains("\\x") ? found : names.apply(NameText.unescaped(name));
    }
}
