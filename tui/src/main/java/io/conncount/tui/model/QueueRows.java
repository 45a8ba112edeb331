package io.conncount.tui.model;

import io.conncount.collect.ListenQueue;
import io.conncount.filter.Condition;
import java.util.List;
import java.util.Optional;

/** Accept queues as rows; as a filter, a row selects the sockets of its service. */
record QueueRows(List<ListenQueue> queues) implements Rows {
    @Override
    public int size() {
        return queues.size();
    }

    @Override
    public List<String> identity(int row) {
        ListenQueue queue = queues.get(row);
        return List.of(queue.family().label(), queue.address(), Integer.toString(queue.port()));
    }

    @Override
    public Optional<Condition> condition(int row) {
        return Optional.of(queues.get(row).condition());
    }
}
