package io.conncount.cli.threshold;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.collect.Limit;
import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.collect.PortUse;
import io.conncount.collect.PortView;
import io.conncount.counters.Measure;
import io.conncount.counters.Measure.Kind;
import io.conncount.counters.Measures;
import io.conncount.distribution.Distribution;
import io.conncount.distribution.Distributions;
import io.conncount.distribution.NumberKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.view.DistributionColumns.Statistic;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Something that has a value. */
public sealed interface Subject {
    /**
     * Asks for its value.
     *
     * @throws IOException if there is no answer at all
     */
    Measured measure(Asking asking) throws IOException, InterruptedException;

    /** True if its value is in percent. */
    default boolean isShare() {
        return false;
    }

    /** A number that the kernel keeps of itself. */
    record KernelMeasure(Measure measure) implements Subject {
        @Override
        public Measured measure(Asking asking) {
            OptionalLong value = asking.measures().of(measure);
            if (value.isEmpty()) {
                return Measured.unknown(asking.lacks(measure.label()));
            }
            String unit = measure.kind() == Kind.COUNTER ? "c" : measure.unit().isPresent() ? "B" : "";
            OptionalDouble max = OptionalDouble.empty();
            if (Subjects.limitOf(measure).isPresent()) {
                OptionalLong limit =
                        asking.measures().of(Subjects.limitOf(measure).get());
                max = limit.isPresent() ? OptionalDouble.of((double) limit.getAsLong()) : max;
            }
            return new Measured(OptionalDouble.of((double) value.getAsLong()), unit, max, "");
        }
    }

    /** How much of its limit such a number is. */
    record ShareOfLimit(Measure measure, Measure limit) implements Subject {
        @Override
        public boolean isShare() {
            return true;
        }

        @Override
        public Measured measure(Asking asking) {
            Measures measures = asking.measures();
            if (measures.of(measure).isEmpty() || measures.of(limit).isEmpty()) {
                return Measured.unknown(asking.lacks(measures.of(limit).isEmpty() ? limit.label() : measure.name()));
            }
            long value = measures.number(measure);
            long max = measures.number(limit);
            return Measured.share(value, max, value + " of " + max);
        }
    }

    /** How full the fullest accept queue is. */
    record FullestAcceptQueue() implements Subject {
        @Override
        public boolean isShare() {
            return true;
        }

        @Override
        public Measured measure(Asking asking) throws IOException {
            ListenQueues queues = ListenQueues.of(asking.host());
            if (queues.fault().isPresent()) {
                return Measured.unknown("incomplete: " + queues.fault().get());
            }
            ListenQueue fullest = null;
            for (ListenQueue queue : queues.queues()) {
                fullest = fullest == null || queue.fullestShare() > fullest.fullestShare() ? queue : fullest;
            }
            if (fullest == null) {
                return Measured.share(0, 1, "there are no listeners");
            }
            String place = "at port " + fullest.port() + " of " + fullest.address();
            return Measured.share(fullest.fullestLength(), fullest.fullestLimit(), place);
        }
    }

    /** How much of a limit of {@code conncount capacity} is used; of several with its name, the fullest counts. */
    record UsedLimit(String name) implements Subject {
        @Override
        public boolean isShare() {
            return true;
        }

        @Override
        public Measured measure(Asking asking) throws IOException {
            if (asking.host().recorded().isPresent()) {
                return Measured.unknown(asking.lacks(name));
            }
            List<Limit> limits = asking.capacity().limits().stream()
                    .filter(limit -> limit.name().equals(name))
                    .toList();
            if (limits.isEmpty() || !limits.get(0).isKnown()) {
                String note = limits.isEmpty() ? "" : limits.get(0).note();
                return Measured.unknown(note.isEmpty() ? asking.lacks(name) : note);
            }
            Limit fullest = limits.get(0);
            String owner = fullest.of().isEmpty() ? "" : ", of " + fullest.of();
            return Measured.share(fullest.use(), fullest.max(), fullest.use() + " of " + fullest.max() + owner);
        }
    }

    /** How many of its local ports the destination with the fewest left has used. */
    record FullestDestination(Selection selection) implements Subject {
        @Override
        public boolean isShare() {
            return true;
        }

        @Override
        public Measured measure(Asking asking) throws IOException {
            PortView view = PortView.of(asking.host(), selection, ParsedArguments.threadsDefault());
            if (view.fault().isPresent()) {
                return Measured.unknown("incomplete: " + view.fault().get());
            }
            if (view.usable().isEmpty()) {
                return Measured.unknown(asking.lacks("the range of local ports"));
            }
            if (view.uses().isEmpty()) {
                return Measured.share(0, 1, "there are no outgoing connections");
            }
            PortUse fullest = view.uses().get(0);
            String place = "from " + fullest.source() + " to port " + fullest.port() + " of " + fullest.destination();
            return Measured.share(fullest.used(), view.usable().getAsInt(), place);
        }
    }

    /** How many sockets a filter selects. */
    record SocketCount(Selection selection) implements Subject {
        @Override
        public Measured measure(Asking asking) throws IOException, InterruptedException {
            Snapshot counted = asking.count(selection, GroupKeys.of(List.of("state")));
            return counted.fault().isPresent()
                    ? Measured.unknown("incomplete: " + counted.fault().get())
                    : Measured.of((double) counted.total(), "");
        }
    }

    /** A value of the distribution of a number of sockets. */
    record NumberStatistic(SocketNumber number, Statistic statistic, Selection selection) implements Subject {
        @Override
        public Measured measure(Asking asking) throws IOException, InterruptedException {
            Snapshot counted = asking.count(selection, List.of(new NumberKey(number)));
            if (counted.fault().isPresent()) {
                return Measured.unknown("incomplete: " + counted.fault().get());
            }
            Distribution all = new Distributions(counted).all();
            if (all.known() == 0) {
                return Measured.unknown("of none of " + counted.total() + " sockets it is known");
            }
            Unit unit = number.unit();
            boolean milliseconds = unit == Unit.MILLISECONDS || unit == Unit.MILLISECONDS_OF_MICROSECONDS;
            double value = statistic.value().applyAsLong(all) / Math.pow(10, unit.decimals());
            return Measured.of(value, milliseconds ? "ms" : unit == Unit.BYTES ? "B" : "");
        }
    }
}
