package io.conncount.cli.diff;

import io.conncount.group.GroupKey;
import io.conncount.socket.TcpState;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.GroupColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of changes. */
final class DiffColumns {
    private static final String OTHER = "(other)";
    private static final String STATE = "state";

    private DiffColumns() {}

    /** Those for groups by these keys. */
    static List<Column<Change>> of(List<GroupKey> keys) {
        List<Column<Change>> columns = new ArrayList<>();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(key(keys.get(at), at));
        }
        columns.add(Columns.count("before", "sockets in the first", Change::before));
        columns.add(Columns.count("after", "sockets in the second", Change::after));
        columns.add(delta());
        columns.add(word());
        return columns;
    }

    private static Column<Change> key(GroupKey key, int at) {
        return new Column<>(GroupColumns.name(key), "") {
            @Override
            public String title() {
                return key.name().toUpperCase(Locale.ROOT);
            }

            @Override
            public boolean numeric() {
                return key.numeric();
            }

            @Override
            public boolean alignedRight() {
                return false;
            }

            @Override
            public int widthMin() {
                return 0;
            }

            @Override
            public void write(Change change, CellWriter out) {
                if (change.values().isEmpty()) {
                    out.text(OTHER);
                } else {
                    String value = change.values().get(at);
                    out.name(key.name().equals(STATE) && !out.forPrograms() ? screenName(value) : value);
                }
            }
        };
    }

    private static String screenName(String label) {
        for (TcpState state : TcpState.values()) {
            if (state.label().equals(label)) {
                return state.screenName();
            }
        }
        return label;
    }

    private static Column<Change> delta() {
        return new Column<>("delta", "growth") {
            @Override
            public String title() {
                return "CHANGE";
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(Change change, CellWriter out) {
                out.change(change.delta());
            }
        };
    }

    private static Column<Change> word() {
        return new Column<>("change", "came, went, grew or shrank") {
            @Override
            public String title() {
                return "";
            }

            @Override
            public boolean known(Change change) {
                return !change.values().isEmpty();
            }

            @Override
            public void write(Change change, CellWriter out) {
                out.text(change.word());
            }
        };
    }
}
