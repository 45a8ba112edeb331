package io.conncount.view;

import io.conncount.collect.MemoryUse;
import io.conncount.group.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The columns of sockets' memory. */
public final class MemoryColumns {
    private MemoryColumns() {}

    /**
     * Those of groups by these keys.
     *
     * @param withOrphans true to tell orphans apart
     * @param totalBytes the memory of all groups
     */
    public static List<Column<MemoryUse>> all(List<GroupKey> keys, boolean withOrphans, long totalBytes) {
        List<Column<MemoryUse>> columns = new ArrayList<>();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(key(keys.get(at), at));
        }
        if (withOrphans) {
            columns.add(Columns.name(
                    "orphans", "yes for sockets that no process holds any more", use -> use.orphans() ? "yes" : "no"));
        }
        columns.addAll(List.of(
                Columns.count("sockets", "number of sockets", MemoryUse::sockets),
                bytes("total", "all of the memory", MemoryUse::totalBytes),
                Columns.share("share", "part of the memory of all", MemoryUse::totalBytes, use -> totalBytes),
                bytes("receive", "data that was received and not read", MemoryUse::receiveBytes),
                bytes("send", "data that waits to be sent or acknowledged", MemoryUse::sendBytes),
                bytes("forward", "reserved and not used yet", MemoryUse::forwardBytes),
                bytes("optmem", "options", MemoryUse::optionBytes),
                bytes("backlog", "packets that wait for the lock of a socket", MemoryUse::backlogBytes),
                Columns.bar(use -> Math.max(0, use.totalBytes()), use -> totalBytes)));
        return columns;
    }

    private static Column<MemoryUse> bytes(String name, String help, ToLongFunction<MemoryUse> value) {
        Column<MemoryUse> column = Columns.bytes(name + "_bytes", help, value);
        return Columns.titled(column, name.toUpperCase(Locale.ROOT));
    }

    private static Column<MemoryUse> key(GroupKey key, int at) {
        return new KeyColumn<>(key) {
            @Override
            protected boolean isOther(MemoryUse use) {
                return false;
            }

            @Override
            protected String value(MemoryUse use, boolean forPrograms) {
                return forPrograms ? use.value(at) : use.screenValue(at);
            }
        };
    }
}
