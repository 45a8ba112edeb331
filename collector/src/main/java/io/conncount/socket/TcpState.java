package io.conncount.socket;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The states of a TCP connection (RFC 9293, section 3.3.2). Sockets of other protocols use some of them, most of them two:
 * {@link #ESTABLISHED} when connected, {@link #CLOSE} when not.
 */
public enum TcpState {
    ESTABLISHED("established", "ESTAB", "estab"),
    SYN_SENT("syn_sent", "SYN-SENT"),
    SYN_RECV("syn_recv", "SYN-RECV", "syn-rcv", "syn-rcvd", "syn-received"),
    FIN_WAIT1("fin_wait1", "FIN-WAIT-1"),
    FIN_WAIT2("fin_wait2", "FIN-WAIT-2"),
    TIME_WAIT("time_wait", "TIME-WAIT"),
    CLOSE("close", "UNCONN", "closed", "unconnected"),
    CLOSE_WAIT("close_wait", "CLOSE-WAIT"),
    LAST_ACK("last_ack", "LAST-ACK"),
    LISTEN("listen", "LISTEN", "listening"),
    CLOSING("closing", "CLOSING");

    /** Every state. */
    public static final Set<TcpState> ALL = Set.copyOf(EnumSet.allOf(TcpState.class));

    /** Those of connections and listeners that the kernel keeps in tables: all but {@link #CLOSE}. */
    static final Set<TcpState> IN_TABLES = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CLOSE)));
    /** Those of sockets that know no connections. */
    static final Set<TcpState> CONNECTED_OR_NOT = Collections.unmodifiableSet(EnumSet.of(ESTABLISHED, CLOSE));
    /** The states of UNIX sockets, whose connections open and close at once. */
    static final Set<TcpState> CONNECTED_LISTENING_OR_NOT =
            Collections.unmodifiableSet(EnumSet.of(ESTABLISHED, CLOSE, LISTEN));
    /** That of sockets that have no peer, or, as netlink's, show one without being in another state for it. */
    static final Set<TcpState> NEVER_CONNECTED = Collections.unmodifiableSet(EnumSet.of(CLOSE));
    /** Those of sockets between virtual machines ({@code net/vmw_vsock/af_vsock.c}). */
    static final Set<TcpState> OF_VSOCK =
            Collections.unmodifiableSet(EnumSet.of(ESTABLISHED, SYN_SENT, CLOSE, LISTEN, CLOSING));

    private static final Map<String, Set<TcpState>> BY_WORD = words();

    private final String label;
    private final String screenName;
    private final List<String> otherSpellings;

    TcpState(String label, String screenName, String... otherSpellings) {
        this.label = label;
        this.screenName = screenName;
        this.otherSpellings = List.of(otherSpellings);
    }

    /** The name in machine formats and metrics: node_exporter's, such as {@code fin_wait1}. */
    public String label() {
        return label;
    }

    /** The name on screen: ss's, such as {@code FIN-WAIT-1}. */
    public String screenName() {
        return screenName;
    }

    /** The name on screen of the state with this {@link #label}; what is the label of none stays. */
    public static String screenNameOf(String label) {
        for (TcpState state : values()) {
            if (state.label.equals(label)) {
                return state.screenName;
            }
        }
        return label;
    }

    /**
     * The states for a user's word: one state in any spelling of ss, netstat, node_exporter and FreeBSD,
     * or one of ss's groups ({@code all, connected, synchronized, bucket, big}). Case, hyphens and underscores do not
     * matter.
     */
    public static Optional<Set<TcpState>> byWord(String word) {
        return Optional.ofNullable(BY_WORD.get(folded(word)));
    }

    /** The suggestions for a mistyped word: the spelling of each state in ss, and the groups. */
    public static Set<String> suggestedWords() {
        Set<String> words = new TreeSet<>(Set.of("all", "connected", "synchronized", "bucket", "big"));
        for (TcpState state : values()) {
            words.add(state.label.replace('_', '-').replaceAll("(\\d)", "-$1"));
        }
        return words;
    }

    private static Map<String, Set<TcpState>> words() {
        Map<String, Set<TcpState>> words = new TreeMap<>();
        for (TcpState state : values()) {
            words.put(folded(state.label), Set.of(state));
            words.put(folded(state.screenName), Set.of(state));
            for (String spelling : state.otherSpellings) {
                words.put(folded(spelling), Set.of(state));
            }
        }
        Set<TcpState> connected = without(ALL, CLOSE, LISTEN);
        words.put("all", ALL);
        words.put("connected", connected);
        words.put("synchronized", without(connected, SYN_SENT));
        words.put("bucket", Set.of(SYN_RECV, TIME_WAIT));
        words.put("big", without(ALL, SYN_RECV, TIME_WAIT));
        return words;
    }

    private static Set<TcpState> without(Set<TcpState> states, TcpState... left) {
        Set<TcpState> rest = EnumSet.copyOf(states);
        rest.removeAll(Set.of(left));
        return Set.copyOf(rest);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
