package io.conncount.exporters.local;

import com.fasterxml.jackson.core.JsonGenerator;
import io.conncount.sampler.Sample;
import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.source.MissingTableException;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/** Writes what callers are answered: a head that says all but the groups, then these, so many a message. */
final class AnswerWriter {
    /** Longer messages are not written: a group has a few dozen numbers of twenty digits. */
    static final int FRAME_BYTES_MAX = 1024 * 1024;

    /** So few that a hundred callers, each with such a message in memory, are no burden. */
    private static final int NUMBERS_A_FRAME = 4000;

    private static final int NANOS_PER_MICRO = 1000;

    private AnswerWriter() {}

    /** Writes an answer, and tells how many bytes that was. */
    static long write(WritableByteChannel channel, Sample<Snapshot> sample) throws IOException {
        Snapshot snapshot = sample.value();
        long bytes = Frames.write(channel, Json.bytes(out -> writeHead(out, snapshot, sample.age())));
        int groupsAFrame = Math.max(1, NUMBERS_A_FRAME / (snapshot.lanes() + 1));
        for (int from = 0; from < snapshot.groups(); from += groupsAFrame) {
            int first = from;
            int end = Math.min(snapshot.groups(), from + groupsAFrame);
            bytes += Frames.write(channel, Json.bytes(out -> writeGroups(out, snapshot, first, end)));
        }
        return bytes;
    }

    /** Why there is no answer. */
    static byte[] refusal(Refusal kind, String message) throws IOException {
        return Json.bytes(out -> {
            out.writeStartObject();
            writeError(out, kind, message);
            out.writeEndObject();
        });
    }

    /** That the kernel gave none, so that the caller can say what it would have said itself. */
    static byte[] refusal(KernelException refusal) throws IOException {
        return Json.bytes(out -> {
            out.writeStartObject();
            writeError(out, Refusal.KERNEL, refusal.getMessage());
            out.writeStringField("operation", refusal.operation());
            out.writeNumberField("errno", refusal.errno());
            out.writeStringField("remedy", remedy(refusal));
            out.writeEndObject();
        });
    }

    private static String remedy(KernelException refusal) {
        if (refusal instanceof MissingTableException missing) {
            String modprobe = missing.module().isEmpty() ? "" : ": modprobe " + missing.module();
            return "the daemon's kernel does not show " + missing.protocol().label() + " sockets" + modprobe;
        }
        return refusal.remedy();
    }

    private static void writeError(JsonGenerator out, Refusal kind, String message) throws IOException {
        out.writeNumberField("version", Request.VERSION);
        out.writeStringField("refused", kind.label());
        out.writeStringField("error", message);
    }

    private static void writeHead(JsonGenerator out, Snapshot snapshot, Duration age) throws IOException {
        out.writeStartObject();
        out.writeNumberField("version", Request.VERSION);
        out.writeStringField("host", snapshot.host());
        out.writeStringField("time", snapshot.time().toString());
        out.writeNumberField("age_us", micros(age));
        out.writeStringField("source", snapshot.source());
        out.writeNumberField("elapsed_us", micros(snapshot.elapsed()));
        if (snapshot.fault().isPresent()) {
            out.writeStringField("fault", snapshot.fault().get());
        }
        if (snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN) {
            out.writeNumberField("error_bar", snapshot.errorBar());
        }
        out.writeNumberField("total", snapshot.total());
        out.writeNumberField("ungrouped", snapshot.ungrouped());
        out.writeNumberField("groups", snapshot.groups());
        out.writeArrayFieldStart("steps");
        for (StepReport step : snapshot.steps()) {
            writeStep(out, step);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeStep(JsonGenerator out, StepReport step) throws IOException {
        out.writeStartObject();
        out.writeStringField("question", step.question());
        out.writeStringField("reason", step.reason());
        out.writeNumberField("sockets", step.sockets());
        out.writeNumberField("bytes", step.bytes());
        out.writeNumberField("elapsed_us", micros(step.elapsed()));
        out.writeStringField("note", step.note());
        out.writeStringField("filter_by_source", step.filterBySource());
        out.writeStringField("filter_here", step.filterHere());
        if (step.missing().isPresent()) {
            MissingTable missing = step.missing().get();
            out.writeObjectFieldStart("missing");
            out.writeStringField("table", missing.table());
            out.writeStringField("module", missing.module());
            if (missing.sockets() != MissingTable.SOCKETS_UNKNOWN) {
                out.writeNumberField("sockets", missing.sockets());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** A list a group: how many sockets it has, then the lanes of its keys as numbers without a sign. */
    private static void writeGroups(JsonGenerator out, Snapshot snapshot, int from, int end) throws IOException {
        long[] lanes = new long[snapshot.lanes()];
        out.writeStartArray();
        for (int group = from; group < end; group++) {
            snapshot.copyLanes(group, lanes);
            out.writeStartArray();
            out.writeNumber(snapshot.count(group));
            for (long lane : lanes) {
                out.writeNumber(Long.toUnsignedString(lane));
            }
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static long micros(Duration duration) {
        return Math.max(0, duration.toNanos() / NANOS_PER_MICRO);
    }
}
