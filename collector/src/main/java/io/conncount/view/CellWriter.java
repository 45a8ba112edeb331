package io.conncount.view;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where columns write the values of one row: how a format writes names and numbers is known here. For one thread. */
public final class CellWriter {
    /** Whom a format is for. */
    private enum Reader {
        PROGRAM,
        AWK,
        PERSON
    }

    private static final byte[] HEXADECIMAL = ascii("0x");
    private static final int TEXT_BYTES_MAX = 128;
    private static final int RATE_DECIMALS = 3;

    private final Escaper escaper;
    private final Reader reader;
    private final SocketNames hostNames;
    private final byte[] scratch = new byte[TEXT_BYTES_MAX];
    private final TextBuffer holderBytes = new TextBuffer(TEXT_BYTES_MAX);
    private TextBuffer out;
    private double bar;
    private NameTexts names;
    private HolderText holders;

    /** @param hostNames those of the host that users, interfaces and cgroups of the rows are from */
    CellWriter(Escaper escaper, SocketNames hostNames) {
        this.escaper = escaper;
        reader = switch (escaper) {
            case JSON, CSV -> Reader.PROGRAM;
            case COLUMN -> Reader.AWK;
            case TEXT, HTML -> Reader.PERSON;
        };
        this.hostNames = hostNames;
    }

    void into(TextBuffer buffer) {
        out = buffer;
        bar = -1;
    }

    /** A text of our own, which is ASCII. */
    public void text(byte[] ascii) {
        out.put(ascii);
    }

    /** A text of our own. */
    public void text(String text) {
        out.put(text);
    }

    /** A text of our own that programs and people know by different names. */
    public void label(byte[] forPrograms, byte[] forPeople) {
        out.put(reader == Reader.PROGRAM ? forPrograms : forPeople);
    }

    /** True where programs read, which know some values by other names than people. */
    public boolean forPrograms() {
        return reader == Reader.PROGRAM;
    }

    /** A name from the host. */
    public void name(String name) {
        escaper.put(out, name);
    }

    /** The processes that hold a socket, of which there are some. */
    void holders(SocketView socket) {
        if (holders == null) {
            holders = new HolderText(Optional.empty());
        }
        holderBytes.clear();
        holders.write(socket, holderBytes);
        escaper.put(out, holderBytes.bytes(), holderBytes.length());
    }

    /** A message for people. */
    public void message(String text) {
        if (escaper == Escaper.HTML) {
            out.put(Escaper.html(text));
        } else {
            name(text);
        }
    }

    /** Room for a name, to be given to {@link #name(int)}. */
    byte[] scratch() {
        return scratch;
    }

    /** The first bytes of {@link #scratch}, which may be anything. */
    void name(int bytes) {
        escaper.put(out, scratch, bytes);
    }

    /** The names of what sockets carry the numbers of. */
    NameTexts names() {
        if (names == null) {
            names = new NameTexts(hostNames, escaper);
        }
        return names;
    }

    /** A number that names something: a port, an inode. */
    public void number(long number) {
        out.decimal(number);
    }

    /** How many there are. */
    public void count(long number) {
        if (reader == Reader.PERSON) {
            out.put(Numbers.grouped(number));
        } else {
            out.decimal(number);
        }
    }

    /** How many bytes there are. */
    public void bytes(long number) {
        if (reader == Reader.PERSON) {
            out.put(Numbers.bytes(number));
        } else {
            out.decimal(number);
        }
    }

    /** How many more there are. */
    public void change(long number) {
        if (reader == Reader.PERSON) {
            out.put(Numbers.change(number));
        } else {
            signed(number < 0, number, 0);
        }
    }

    /** How many more there are in a second. */
    public void changePerSecond(double number) {
        if (reader == Reader.PERSON) {
            out.put(Numbers.rateOfChange(number));
        } else {
            int decimals = reader == Reader.AWK ? 1 : RATE_DECIMALS;
            signed(number < 0, Math.round(Math.abs(number) * (decimals == 1 ? 10 : 1000)), decimals);
        }
    }

    private void signed(boolean negative, long number, int decimals) {
        if (negative) {
            out.put('-');
        } else if (reader == Reader.AWK) {
            out.put('+');
        }
        out.decimals(Math.abs(number), decimals);
    }

    /** A part of a whole. */
    public void share(long part, long whole) {
        out.put(Numbers.share(part, whole));
    }

    /** A bar as long as the part is of the whole, where there is room for it. */
    public void bar(long part, long whole) {
        bar = whole <= 0 ? 0 : Math.min(1, (double) part / whole);
    }

    /** The share that a bar was to show; negative if there was none. */
    double bar() {
        return bar;
    }

    /** A number that has no order, or is a pattern of bits. */
    public void hexadecimal(long number) {
        out.put(HEXADECIMAL).hex(number);
    }

    /** A number of so many decimals, all of which are written. */
    public void decimals(long number, int decimals) {
        out.decimals(number, decimals);
    }

    /** An IP address. */
    public void address(AddressFamily family, long high, long low) {
        out.address(family, high, low);
    }

    /** The columns that a format shows: derived ones are for people. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters
    static <R> Column<R>[] columnsFor(Escaper escaper, List<? extends Column<R>> columns) {
        boolean people = escaper == Escaper.TEXT || escaper == Escaper.HTML;
        // A loop: the first lambdas of a listing cost it milliseconds.
        List<Column<R>> shown = new ArrayList<>();
        for (Column<R> column : columns) {
            if (people || !column.derived()) {
                shown.add(column);
            }
        }
        return shown.toArray(new Column[0]);
    }

    /** The cells of rows as texts, for whoever lays them out on a screen. */
    public static final class CellTexts<R> {
        private final List<? extends Column<R>> columns;
        private final CellWriter cells;
        private final TextBuffer text = new TextBuffer(64);
        private double bar;

        /** Cells of these columns; names are those of the host that the rows are from. */
        public CellTexts(List<? extends Column<R>> columns, SocketNames hostNames) {
            this.columns = columns;
            cells = new CellWriter(Escaper.TEXT, hostNames);
        }

        /** What each column holds of a row; a hyphen if that is not known. */
        public List<String> of(R row) {
            List<String> texts = new ArrayList<>(columns.size());
            bar = -1;
            for (Column<R> column : columns) {
                text.clear();
                cells.into(text);
                if (column.known(row)) {
                    column.write(row, cells);
                    texts.add(text.toString());
                } else {
                    texts.add("-");
                }
                bar = Math.max(bar, cells.bar());
            }
            return texts;
        }

        /** The share that the bar of the last row shows, 0 to 1; negative if it has none. */
        public double bar() {
            return bar;
        }
    }
}
