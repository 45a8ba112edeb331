package io.conncount.exporters.message;

import io.conncount.filter.ConditionText;
import io.conncount.filter.Filter;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question to the daemon. On the socket it is, in the terms of {@link MessageFormat}:
 *
 * <pre>
 * header
 * 1              fresh
 * 1              exact
 * 4              the maximum of groups
 * set            protocols
 * 1, then (set of one protocol, set of types) that many times
 * set            families
 * set            states
 * optional text  the filter, as {@link ConditionText} writes it
 * 1, then a text that many times: the names of the keys
 * </pre>
 *
 * @param fresh true to refuse an earlier answer unless it is very recent
 */
public record Request(Query query, boolean fresh) {
    /** The limit on groups in an answer; further sockets count as other. A table of this size takes 5 MB. */
    public static final int GROUPS_MAX = 100_000;

    /** The longest path a Unix domain socket can have: {@code sun_path} of unix(7) has 108 bytes, the last of them 0. */
    public static final int SOCKET_PATH_BYTES_MAX = 107;

    /** The daemon reads sockets on one thread: sharing them among threads costs a third more processor time. */
    private static final int THREADS = 1;

    /** Asks for no more groups than the daemon keeps. */
    public Request {
        query = new Query(
                query.selection(),
                query.keys(),
                query.exact(),
                query.threadsMax(),
                Math.min(query.groupsMax(), GROUPS_MAX));
    }

    /**
     * The request as it is sent.
     *
     * @throws ProtocolException if its filter is too long for a message
     */
    public byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private void write(DataOutput out) throws IOException {
        Selection selection = query.selection();
        MessageFormat.writeHeader(out);
        out.writeBoolean(fresh);
        out.writeBoolean(query.exact());
        out.writeInt(query.groupsMax());
        MessageFormat.writeSet(out, selection.protocols());
        out.writeByte(selection.types().size());
        for (Map.Entry<Protocol, Set<SocketType>> types : selection.types().entrySet()) {
            MessageFormat.writeSet(out, Set.of(types.getKey()));
            MessageFormat.writeSet(out, types.getValue());
        }
        MessageFormat.writeSet(out, selection.families());
        MessageFormat.writeSet(out, selection.states());
        MessageFormat.writeOptionalText(out, selection.filter().map(Request::text));
        out.writeByte(query.keys().size());
        for (GroupKey key : query.keys()) {
            MessageFormat.writeText(out, key.name());
        }
    }

    /** In parentheses, because states in front would be taken as words about the whole filter. */
    private static String text(Filter filter) {
        return "(" + ConditionText.of(List.of(filter.condition())) + ")";
    }

    /**
     * Reads a request.
     *
     * @throws ProtocolException if it is not one; the message says what is wrong
     */
    public static Request read(ReadableByteChannel channel) throws IOException {
        DataInput in = MessageFormat.input(channel);
        MessageFormat.require(
                MessageFormat.readHeader(in),
                "the request has another version: use the conncount that the daemon was started with, or restart the"
                        + " daemon");
        boolean fresh = in.readBoolean();
        boolean exact = in.readBoolean();
        int groupsMax = in.readInt();
        MessageFormat.require(groupsMax > 0, "the maximum of groups is not positive");
        Selection selection = selection(in);
        return new Request(new Query(selection, keys(in), exact, THREADS, groupsMax), fresh);
    }

    private static Selection selection(DataInput in) throws IOException {
        Set<Protocol> protocols = MessageFormat.readSet(in, Protocol.class);
        Map<Protocol, Set<SocketType>> types = new EnumMap<>(Protocol.class);
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            for (Protocol protocol : MessageFormat.readSet(in, Protocol.class)) {
                types.put(protocol, MessageFormat.readSet(in, SocketType.class));
            }
        }
        Set<AddressFamily> families = MessageFormat.readSet(in, AddressFamily.class);
        Set<TcpState> states = MessageFormat.readSet(in, TcpState.class);
        ParsedFilter filter = filter(MessageFormat.readOptionalText(in));
        if (filter.states().isPresent()) {
            states.retainAll(filter.states().get());
        }
        MessageFormat.require(!states.isEmpty(), "the filter excludes every state");
        return new Selection(protocols, families, states, filter.filter(), types);
    }

    private static ParsedFilter filter(Optional<String> text) throws ProtocolException {
        if (text.isEmpty()) {
            return ParsedFilter.NONE;
        }
        try {
            return FilterParser.parse(text.get(), new HostNames());
        } catch (FilterException e) {
            throw refusal("invalid filter: " + e.getMessage());
        }
    }

    private static List<GroupKey> keys(DataInput in) throws IOException {
        int count = in.readUnsignedByte();
        MessageFormat.require(
                count > 0 && count <= GroupKeys.ALL.size(),
                count + " keys, where 1 to " + GroupKeys.ALL.size() + " are allowed");
        List<GroupKey> keys = new ArrayList<>();
        while (keys.size() < count) {
            keys.add(key(MessageFormat.readText(in)));
        }
        return keys;
    }

    /** Its message repeats words of the request, which may be anything. */
    private static ProtocolException refusal(String message) {
        return new ProtocolException(Escaper.message(message));
    }

    private static GroupKey key(String name) throws ProtocolException {
        try {
            return GroupKeys.byWord(name).orElseThrow(() -> refusal("unknown key '" + name + "'"));
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
    }
}
