package io.conncount.tui;

import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketView;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Setup.Scope;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Update;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The hosts of a Prometheus, of which two are gone. */
public final class FleetScenes {
    private static final String GONE = "2 hosts gave no numbers, and did within the last hour: web3:12117, web9:12117";
    private static final int HOSTS = 40;

    private FleetScenes() {}

    /** The name of a host. */
    private record InstanceKey() implements GroupKey {
        @Override
        public String name() {
            return "instance";
        }

        @Override
        public void write(SocketView socket, long[] lanes, int at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValue(long[] lanes, int at) {
            return lanes[at] >= 0;
        }

        @Override
        public String value(long[] lanes, int at) {
            return "web" + lanes[at] + ":12117";
        }

        @Override
        public Optional<Condition> condition(long[] lanes, int at) {
            return Optional.empty();
        }
    }

    private static Model first(Size size, Scope scope, String title, List<GroupKey> keys) {
        return Model.first(
                Scenes.setup(title, scope, Optional.empty()),
                size,
                Scenes.question(keys),
                Duration.ofSeconds(5),
                Set.of(),
                Scenes.TIME);
    }

    /** All hosts, after two answers. */
    public static Model hosts(Size size) {
        Model model = first(size, Scope.FLEET, "hosts of http://prom:9090", List.of(new InstanceKey()));
        for (int second = 0; second < 2; second++) {
            model = counted(model, Topic.STATES, Scenes.states(second), second);
            model = counted(model, Topic.GROUPS, instances(second), second);
        }
        return model;
    }

    /** One of them. */
    public static Model member(Size size) {
        Model model = first(size, Scope.MEMBER, "web7:12117 by http://prom:9090", Scenes.keys("local-port"));
        for (int second = 0; second < 2; second++) {
            model = counted(model, Topic.STATES, Scenes.states(second), second);
            model = counted(model, Topic.GROUPS, Scenes.groups(second, "local-port"), second);
        }
        return model;
    }

    /** When it does not answer. */
    public static Model unreachable(Size size) {
        Model model = first(size, Scope.FLEET, "hosts of http://prom:9090", List.of(new InstanceKey()));
        Series.State<Snapshot> failed = new Series.State<>(
                Optional.empty(),
                1,
                1,
                0,
                Optional.of("http://prom:9090: cannot connect; is Prometheus running there?"),
                Duration.ofSeconds(5),
                Duration.ZERO);
        model = Update.after(model, new Event.Sampled<>(Topic.STATES, failed));
        return Update.after(model, new Event.Sampled<>(Topic.GROUPS, failed));
    }

    private static Snapshot instances(int second) {
        GroupTable table = new GroupTable(List.of(new InstanceKey()), HOSTS);
        for (int host = 0; host < HOSTS; host++) {
            table.add(new long[] {host}, 0, 40_000 - 900L * host + host % 3L * second);
        }
        return Scenes.snapshot(table, second, Snapshot.ERROR_BAR_UNKNOWN, Optional.of(GONE));
    }

    private static Model counted(Model model, Topic<Snapshot> topic, Snapshot snapshot, int second) {
        return Update.after(model, new Event.Sampled<>(topic, Scenes.state(snapshot, second, Optional.empty())));
    }
}
