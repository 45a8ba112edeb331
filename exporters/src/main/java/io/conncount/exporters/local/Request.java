package io.conncount.exporters.local;

import com.fasterxml.jackson.core.JsonGenerator;
import io.conncount.count.GroupKey;
import io.conncount.exporters.Daemon;
import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKeys;
import io.conncount.owner.HostNames;
import io.conncount.plan.Query;
import io.conncount.plan.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a caller asks.
 *
 * @param fresh true if what was counted before will not do
 */
record Request(Query query, boolean fresh) {
    static final int VERSION = 1;

    /** Longer requests are refused. A filter may have 16 KiB, all the rest is some hundred bytes. */
    static final int BYTES_MAX = 64 * 1024;

    /** The daemon reads sockets on one thread: to share them costs a third more processor time. */
    private static final int THREADS = 1;

    byte[] json() throws IOException {
        Question question = Question.of(query);
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeBooleanField("fresh", fresh);
            write(out, "tables", question.protocols(), Protocol::label);
            out.writeObjectFieldStart("types");
            for (Protocol protocol : Protocol.values()) {
                if (question.types().containsKey(protocol)) {
                    write(out, protocol.label(), question.types().get(protocol), SocketType::label);
                }
            }
            out.writeEndObject();
            write(out, "families", question.families(), AddressFamily::label);
            write(out, "states", question.states(), TcpState::label);
            if (question.filter().isPresent()) {
                // In parentheses, because states in front would be taken for words about the whole filter.
                out.writeStringField("filter", "(" + question.filter().get() + ")");
            }
            write(out, "by", question.keys(), name -> name);
            out.writeBooleanField("exact", question.exact());
            out.writeNumberField("groups_max", question.groupsMax());
            out.writeEndObject();
        });
    }

    /**
     * The request in a message.
     *
     * @throws MalformedException if there is none; the message says what is wrong
     */
    static Request read(byte[] json) throws IOException {
        Fields fields = Json.object(json);
        long version = fields.number("version");
        if (version != VERSION) {
            throw new MalformedException("the request is of version " + version + " and this daemon of version "
                    + VERSION + ": use the conncount that the daemon was started with, or restart the daemon");
        }
        ParsedFilter filter = filter(fields.textIfAny("filter"));
        Set<TcpState> states = set(fields, "states", TcpState.class, TcpState::label);
        if (filter.states().isPresent()) {
            states.retainAll(filter.states().get());
        }
        if (states.isEmpty()) {
            throw new MalformedException("the filter leaves no state");
        }
        Selection selection = new Selection(
                set(fields, "tables", Protocol.class, Protocol::label),
                set(fields, "families", AddressFamily.class, AddressFamily::label),
                states,
                filter.filter(),
                types(fields));
        long groupsMax = Math.min(fields.number("groups_max"), Daemon.GROUPS_MAX);
        if (groupsMax == 0) {
            throw new MalformedException("'groups_max' is 0");
        }
        Query query = new Query(selection, keys(fields), fields.flag("exact"), THREADS, (int) groupsMax);
        return new Request(query, fields.flag("fresh"));
    }

    private static Map<Protocol, Set<SocketType>> types(Fields fields) throws MalformedException {
        Map<Protocol, Set<SocketType>> types = new EnumMap<>(Protocol.class);
        Optional<Fields> given = fields.fieldsIfAny("types");
        if (given.isPresent()) {
            for (String name : given.get().names()) {
                types.put(
                        one(name, Protocol.class, Protocol::label),
                        set(given.get(), name, SocketType.class, SocketType::label));
            }
        }
        return types;
    }

    private static ParsedFilter filter(Optional<String> text) throws MalformedException {
        if (text.isEmpty()) {
            return ParsedFilter.NONE;
        }
        try {
            return FilterParser.parse(text.get(), new HostNames());
        } catch (FilterException e) {
            throw new MalformedException("the filter is not understood: " + e.getMessage());
        }
    }

    private static List<GroupKey> keys(Fields fields) throws MalformedException {
        List<GroupKey> keys = new ArrayList<>();
        List<String> names = fields.texts("by");
        if (names.isEmpty() || names.size() > GroupKeys.ALL.size()) {
            throw new MalformedException(
                    "'by' has " + names.size() + " keys, 1 to " + GroupKeys.ALL.size() + " are taken");
        }
        for (String name : names) {
            keys.add(key(name));
        }
        return keys;
    }

    private static GroupKey key(String name) throws MalformedException {
        try {
            return GroupKeys.byWord(name)
                    .orElseThrow(
                            () -> new MalformedException("'by' has a key that this daemon does not know: " + name));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage());
        }
    }

    private static <E extends Enum<E>> Set<E> set(Fields fields, String name, Class<E> type, Function<E, String> label)
            throws MalformedException {
        EnumSet<E> set = EnumSet.noneOf(type);
        for (String word : fields.texts(name)) {
            set.add(one(word, type, label));
        }
        if (set.isEmpty()) {
            throw new MalformedException("'" + name + "' is empty");
        }
        return set;
    }

    private static <E extends Enum<E>> E one(String word, Class<E> type, Function<E, String> label)
            throws MalformedException {
        for (E value : type.getEnumConstants()) {
            if (label.apply(value).equals(word)) {
                return value;
            }
        }
        throw new MalformedException("this daemon does not know '" + word + "'");
    }

    private static <T> void write(JsonGenerator out, String name, Iterable<T> values, Function<T, String> label)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (T value : values) {
            out.writeString(label.apply(value));
        }
        out.writeEndArray();
    }
}
