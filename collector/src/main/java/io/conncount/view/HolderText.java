package io.conncount.view;

import io.conncount.names.NumberCache;
import io.conncount.socket.Holders;
import io.conncount.socket.SocketView;
import io.conncount.sys.NameText;
import java.util.Arrays;
import java.util.Optional;

/** The processes that hold a socket as ss writes them: {@code (("nginx",pid=811,fd=6),("nginx",pid=812,fd=6))}. For one thread. */
public final class HolderText {
    private static final int HOLDERS_FIRST = 16;

    /** Process number and descriptor of each holder, in that order. */
    private long[] order = new long[HOLDERS_FIRST];

    private final Optional<Escaper> escaper;
    private final boolean lastFirst;
    private Holders holders = Holders.NONE;
    /** Names of the processes of these holders, by their numbers. */
    private NumberCache<byte[]> names = new NumberCache<>(this::nameOf);

    /** @param escaper how names are written where no format writes the whole text by its own rules */
    public HolderText(Optional<Escaper> escaper) {
        this(escaper, false);
    }

    /**
     * The same in another order.
     *
     * @param lastFirst true for the highest number of a process first, as ss has it
     */
    public HolderText(Optional<Escaper> escaper, boolean lastFirst) {
        this.escaper = escaper;
        this.lastFirst = lastFirst;
    }

    /** True if a process is known to hold the socket. */
    public static boolean known(SocketView socket) {
        return socket.holder() >= 0;
    }

    /** Writes those of a socket that has some. */
    public void write(SocketView socket, TextBuffer out) {
        if (socket.holders() != holders) {
            holders = socket.holders();
            names = new NumberCache<>(this::nameOf);
        }
        int count = 0;
        for (int holder = socket.holder(); holder >= 0; holder = holders.next(holder)) {
            if (count == order.length) {
                order = Arrays.copyOf(order, count * 2);
            }
            order[count++] = (long) holders.pid(holder) << Integer.SIZE | holders.descriptor(holder);
        }
        Arrays.sort(order, 0, count);
        out.put('(');
        long last = 0;
        for (int i = 0; i < count; i++) {
            // A thread with a table of its own may have what its process has as well.
            long holder = order[lastFirst ? count - 1 - i : i];
            if (i > 0 && holder == last) {
                continue;
            }
            last = holder;
            int pid = (int) (holder >>> Integer.SIZE);
            out.label(i == 0 ? "(" : ",(").put('"').put(names.of(pid));
            out.label("\",pid=")
                    .decimal(pid)
                    .label(",fd=")
                    .decimal(holder & Integer.MAX_VALUE)
                    .put(')');
        }
        out.put(')');
    }

    /** A quote in a name is escaped, because quotes are around it; so is what escapes it. */
    private byte[] nameOf(long pid) {
        String name = holders.process((int) pid).name();
        String escaped = escaper.isPresent() ? escaper.get().of(name) : name.replace("\\", "\\x5c");
        return NameText.bytes(escaped.replace("\"", "\\x22"));
    }
}
