package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import io.conncount.tui.model.Model.DrillLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands over the view and takes the keys. */
public sealed interface Dialog {
    /** What a dialog asks for. */
    enum Purpose {
        GROUP_BY,
        SORT,
        COLUMNS,
        NUMBER,
        WARNING,
        NAMESPACE,
        FILTER,
        TIME,
        WRITE
    }

    /**
     * One of the things to choose from.
     *
     * @param help what it is, in half a line
     */
    record Choice(String name, String help) {}

    /**
     * A list to choose from.
     *
     * @param current the names of what holds now, which are marked
     * @param many true if several may be chosen
     * @param chosen their names, in the order in which they were
     * @param selected the row of the cursor
     */
    record Chooser(
            Purpose purpose,
            String title,
            List<Choice> choices,
            List<String> current,
            boolean many,
            List<String> chosen,
            int selected)
            implements Dialog {
        /** Copies what it is given. */
        public Chooser {
            choices = List.copyOf(choices);
            current = List.copyOf(current);
            chosen = List.copyOf(chosen);
        }

        /** One of the choices may be chosen; the cursor is on the first that holds now. */
        static Chooser ofOne(Purpose purpose, String title, List<Choice> choices, List<String> current) {
            return new Chooser(purpose, title, choices, current, false, List.of(), 0).atCurrent();
        }

        /** Several may be chosen. */
        static Chooser ofMany(
                Purpose purpose, String title, List<Choice> choices, List<String> current, List<String> chosen) {
            return new Chooser(purpose, title, choices, current, true, chosen, 0);
        }

        Chooser atCurrent() {
            List<String> names = choices.stream().map(Choice::name).toList();
            return moved(current.isEmpty() ? 0 : names.indexOf(current.get(0)));
        }

        /** The name of the row of the cursor. */
        String name() {
            return choices.get(selected).name;
        }

        Chooser moved(int row) {
            int within = Math.max(0, Math.min(row, choices.size() - 1));
            return new Chooser(purpose, title, choices, current, many, chosen, within);
        }

        /** The same with another name in the row of the cursor. */
        Chooser renamed(String name) {
            List<Choice> changed = new ArrayList<>(choices);
            changed.set(selected, new Choice(name, choices.get(selected).help));
            List<String> now = new ArrayList<>(chosen);
            now.replaceAll(one -> one.equals(name()) ? name : one);
            return new Chooser(purpose, title, changed, current, many, now, selected);
        }

        Chooser toggled() {
            List<String> now = new ArrayList<>(chosen);
            if (!now.remove(name())) {
                now.add(name());
            }
            return new Chooser(purpose, title, choices, current, many, now, selected);
        }
    }

    /**
     * A line to type.
     *
     * @param cursor before which character it stands
     * @param filter the text as a filter, where it is one
     * @param place where the user was when it was opened
     * @param textAtTick what it was when time was last looked at
     */
    record Line(
            Purpose purpose,
            String label,
            String text,
            int cursor,
            TypedFilter filter,
            DrillLevel place,
            String textAtTick)
            implements Dialog {
        private static final int CHARACTERS_MAX = 4096;

        Line typed(String more) {
            return text.length() + more.length() > CHARACTERS_MAX
                    ? this
                    : edited(text.substring(0, cursor) + more + text.substring(cursor), cursor + more.length());
        }

        /** Where the character before the cursor begins: it may be of two chars. */
        int before() {
            return cursor == 0 ? 0 : text.offsetByCodePoints(cursor, -1);
        }

        /** Where the character at the cursor ends. */
        int after() {
            return cursor == text.length() ? cursor : text.offsetByCodePoints(cursor, 1);
        }

        /** Without the characters from one place up to another, and with the cursor there. */
        Line without(int from, int to) {
            int start = Math.max(0, from);
            int end = Math.min(to, text.length());
            return start >= end ? this : edited(text.substring(0, start) + text.substring(end), start);
        }

        Line edited(String changed, int at) {
            int within = Math.max(0, Math.min(at, changed.length()));
            return new Line(purpose, label, changed, within, filter, place, textAtTick);
        }

        /** What is wrong with the text as it is. */
        public Optional<Fault> fault() {
            return filter.fault();
        }

        Line with(TypedFilter read) {
            return new Line(purpose, label, text, cursor, read, place, textAtTick);
        }

        Line ticked() {
            return new Line(purpose, label, text, cursor, filter, place, text);
        }
    }

    /**
     * A text to read.
     *
     * @param top the first line that is seen
     */
    record Text(String title, List<String> lines, int top) implements Dialog {
        /** Copies what it is given. */
        public Text {
            lines = List.copyOf(lines);
        }

        Text scrolled(int to, int last) {
            return new Text(title, lines, Math.max(0, Math.min(to, last)));
        }
    }

    /**
     * What is wrong with a filter, and where.
     *
     * @param position in the text, from 0 up to its length
     */
    record Fault(int position, String message) {}

    /**
     * The words for a time as they have been read.
     *
     * @param time empty if there is a fault
     * @param fault what is wrong with them; empty if they have a time
     */
    record TypedTime(Optional<Instant> time, String fault) {}

    /**
     * The text of a filter as it has been read.
     *
     * @param filter what it asks for; nothing while there is a fault
     * @param fault what is wrong with it
     */
    record TypedFilter(ParsedFilter filter, Optional<Fault> fault) {
        /** One that can be used. */
        public TypedFilter(ParsedFilter filter) {
            this(filter, Optional.empty());
        }

        /** One with a fault. */
        public TypedFilter(Fault fault) {
            this(ParsedFilter.NONE, Optional.of(fault));
        }
    }
}
