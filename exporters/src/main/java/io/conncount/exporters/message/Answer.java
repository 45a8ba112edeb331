package io.conncount.exporters.message;

import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.source.MissingTableException;
import io.conncount.sys.KernelException;
import io.conncount.view.Escaper;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's answer: a snapshot, or the reason for a refusal. On the socket it is, in the terms of
 * {@link MessageFormat}:
 *
 * <pre>
 * header
 * 1  kind: a snapshot, or the number of a {@link Refusal}
 * a snapshot:  text host, 8 seconds and 4 nanoseconds since 1970, duration age, text source, duration elapsed,
 *              optional text fault, 8 error bar or -1, 8 ungrouped sockets, 1 steps, the steps,
 *              for each key whose lanes are numbers of texts 4 texts and the names, 4 groups, the groups
 * a step:      text question, text reason, 8 sockets, 8 bytes, duration elapsed, text note, text what the source filters,
 *              text what is filtered here, optional text missing table, and if it is there text module, 8 its sockets or -1
 * a group:     8 sockets, 8 for each lane of the keys, as GroupKey.write writes them, but with the number of a text in this answer
 * a refusal:   text message; Refusal.KERNEL also text operation, 4 errno, text remedy
 * </pre>
 */
public final class Answer {
    private static final int SNAPSHOT = 0;
    private static final int STEPS_MAX = 255;

    private Answer() {}

    /** Why a caller gets no snapshot. */
    public enum Refusal {
        /** Too many ask at once: ask again in a moment. */
        BUSY,
        /** The request cannot be understood, or is of another version. */
        REQUEST,
        /** The kernel refused. */
        KERNEL,
        /** The daemon failed; its log says more. */
        FAILED;

        private int kind() {
            return ordinal() + 1;
        }
    }

    private record Step(
            String question,
            String reason,
            long sockets,
            long bytes,
            Duration elapsed,
            String note,
            String filterBySource,
            String filterHere,
            Optional<MissingTable> missing)
            implements StepReport {}

    /** Writes a sample and its age. */
    public static void write(WritableByteChannel channel, Sample<Snapshot> sample) throws IOException {
        DataOutputStream out = MessageFormat.output(channel);
        writeKind(out, SNAPSHOT);
        writeSnapshot(out, sample.value(), sample.age());
        out.flush();
    }

    private static void writeSnapshot(DataOutput out, Snapshot snapshot, Duration age) throws IOException {
        MessageFormat.writeText(out, snapshot.host());
        Instant time = snapshot.time();
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
        MessageFormat.writeDuration(out, age);
        MessageFormat.writeText(out, snapshot.source());
        MessageFormat.writeDuration(out, snapshot.elapsed());
        MessageFormat.writeOptionalText(out, snapshot.fault());
        out.writeLong(snapshot.errorBar());
        out.writeLong(snapshot.ungrouped());
        int steps = Math.min(snapshot.steps().size(), STEPS_MAX);
        out.writeByte(steps);
        for (StepReport step : snapshot.steps().subList(0, steps)) {
            writeStep(out, step);
        }
        writeGroups(out, snapshot);
    }

    private static void writeGroups(DataOutput out, Snapshot snapshot) throws IOException {
        TextLanes texts = TextLanes.of(snapshot);
        texts.write(out);
        long[] lanes = new long[snapshot.lanes()];
        out.writeInt(snapshot.groups());
        for (int group = 0; group < snapshot.groups(); group++) {
            out.writeLong(snapshot.count(group));
            snapshot.copyLanes(group, lanes);
            texts.toAnswer(lanes);
            for (long lane : lanes) {
                out.writeLong(lane);
            }
        }
    }

    private static void writeStep(DataOutput out, StepReport step) throws IOException {
        MessageFormat.writeText(out, step.question());
        MessageFormat.writeText(out, step.reason());
        out.writeLong(step.sockets());
        out.writeLong(step.bytes());
        MessageFormat.writeDuration(out, step.elapsed());
        MessageFormat.writeText(out, step.note());
        MessageFormat.writeText(out, step.filterBySource());
        MessageFormat.writeText(out, step.filterHere());
        MessageFormat.writeOptionalText(out, step.missing().map(MissingTable::table));
        if (step.missing().isPresent()) {
            MessageFormat.writeText(out, step.missing().get().module());
            out.writeLong(step.missing().get().sockets());
        }
    }

    /** Writes a refusal and its reason. */
    public static void writeRefusal(WritableByteChannel channel, Refusal kind, String message) throws IOException {
        DataOutputStream out = MessageFormat.output(channel);
        writeRefusal(out, kind, message);
        out.flush();
    }

    /** Writes a refusal by the kernel, so that the caller can report it like one of its own. */
    public static void writeRefusal(WritableByteChannel channel, KernelException refusal) throws IOException {
        DataOutputStream out = MessageFormat.output(channel);
        writeRefusal(out, Refusal.KERNEL, refusal.getMessage());
        MessageFormat.writeText(out, refusal.operation());
        out.writeInt(refusal.errno());
        MessageFormat.writeText(out, remedy(refusal));
        out.flush();
    }

    private static void writeRefusal(DataOutput out, Refusal kind, String message) throws IOException {
        writeKind(out, kind.kind());
        MessageFormat.writeText(out, message);
    }

    private static String remedy(KernelException refusal) {
        if (refusal instanceof MissingTableException missing) {
            String modprobe = missing.module().isEmpty() ? "" : ": modprobe " + missing.module();
            return "the daemon's kernel does not show " + missing.protocol().label() + " sockets" + modprobe;
        }
        return refusal.remedy();
    }

    private static void writeKind(DataOutput out, int kind) throws IOException {
        MessageFormat.writeHeader(out);
        out.writeByte(kind);
    }

    /**
     * Reads the answer to a query. None of it is trusted: anyone could have made the socket.
     *
     * @throws BusyException if the caller should try again in a moment
     * @throws KernelException if the kernel refused the daemon
     * @throws RefusedException if the daemon refused; the message says why
     * @throws ProtocolException if it is not an answer to this query
     */
    public static Snapshot read(ReadableByteChannel channel, Query query) throws IOException {
        DataInput in = MessageFormat.input(channel);
        if (!MessageFormat.readHeader(in)) {
            throw new RefusedException("the daemon has another version than this conncount: restart the daemon, or use"
                    + " the conncount that it was started with");
        }
        int kind = in.readUnsignedByte();
        if (kind != SNAPSHOT) {
            throw refusal(in, kind);
        }
        return snapshot(in, query);
    }

    private static Snapshot snapshot(DataInput in, Query query) throws IOException {
        String host = text(in);
        Instant time = time(in);
        Duration age = MessageFormat.readDuration(in);
        String source = text(in);
        Duration elapsed = MessageFormat.readDuration(in);
        Optional<String> fault = MessageFormat.readOptionalText(in).map(Escaper::message);
        long errorBar = Math.max(Snapshot.ERROR_BAR_UNKNOWN, in.readLong());
        long ungrouped = MessageFormat.readNumber(in, Long.MAX_VALUE, "ungrouped sockets");
        List<StepReport> steps = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            steps.add(step(in));
        }
        GroupTable table = table(in, query);
        MessageFormat.require(table.total() + ungrouped >= 0, "the number of sockets overflows");
        table.addUngrouped(ungrouped);
        Optional<String> filter = query.selection().words();
        return new Snapshot(host, time, table, filter, fault, errorBar, source, elapsed, steps).given(age);
    }

    private static IOException refusal(DataInput in, int kind) throws IOException {
        MessageFormat.require(kind <= Refusal.values().length, "unknown kind of answer");
        Refusal refusal = Refusal.values()[kind - 1];
        String message = text(in);
        return switch (refusal) {
            case BUSY -> new BusyException(message);
            case KERNEL -> new KernelException(text(in), Math.max(0, in.readInt()), text(in));
            case REQUEST, FAILED -> new RefusedException("the daemon refuses: " + message);
        };
    }

    /** Reads a text. What could do something to a terminal is escaped. */
    private static String text(DataInput in) throws IOException {
        return Escaper.message(MessageFormat.readText(in));
    }

    private static Instant time(DataInput in) throws IOException {
        long seconds = MessageFormat.readNumber(in, Integer.toUnsignedLong(-1), "seconds");
        return Instant.ofEpochSecond(seconds, Integer.toUnsignedLong(in.readInt()));
    }

    private static StepReport step(DataInput in) throws IOException {
        return new Step(
                text(in),
                text(in),
                MessageFormat.readNumber(in, Long.MAX_VALUE, "sockets read"),
                MessageFormat.readNumber(in, Long.MAX_VALUE, "bytes read"),
                MessageFormat.readDuration(in),
                text(in),
                text(in),
                text(in),
                missing(in));
    }

    private static Optional<MissingTable> missing(DataInput in) throws IOException {
        Optional<String> table = MessageFormat.readOptionalText(in).map(Escaper::message);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        String module = text(in);
        long sockets = Math.max(MissingTable.SOCKETS_UNKNOWN, in.readLong());
        return Optional.of(new MissingTable(table.get(), module, sockets));
    }

    private static GroupTable table(DataInput in, Query query) throws IOException {
        GroupTable table = new GroupTable(query.keys(), query.groupsMax());
        TextLanes texts = TextLanes.read(in, query.keys(), query.groupsMax());
        int groups = in.readInt();
        MessageFormat.require(
                groups >= 0 && groups <= query.groupsMax(),
                "the number of groups is not between 0 and the " + query.groupsMax() + " asked for");
        long[] lanes = new long[table.lanes()];
        for (int left = groups; left > 0; left--) {
            long sockets = MessageFormat.readNumber(in, Long.MAX_VALUE - table.total(), "sockets in a group");
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] = in.readLong();
            }
            texts.fromAnswer(lanes);
            MessageFormat.require(table.couldHold(lanes), "a group has an impossible value");
            MessageFormat.require(table.find(lanes, 0) == GroupTable.NO_GROUP, "a group is present twice");
            table.add(lanes, 0, sockets);
        }
        return table;
    }

    /** There are too many requests at once; the caller should try again in a moment. */
    public static final class BusyException extends IOException {
        private static final long serialVersionUID = 1;

        public BusyException(String message) {
            super(message);
        }
    }

    /** The daemon understood the connection and refused to answer. The message says why, in one line. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
