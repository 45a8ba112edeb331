package io.conncount.cli.list;

import java.util.Set;

/** What a row of ss has beside its addresses. */
public enum SsPart {
    /** The table that the socket is in, at the beginning. */
    NETID,
    /** The state, which ss leaves out if only one was requested. */
    STATE,
    /** The queues ({@code -Q} leaves them out). */
    QUEUES,
    /** Timers, and with {@link #INFO} also TCP's options ({@code -o}). */
    TIMERS,
    /** Owner, inode and the like ({@code -e}). */
    DETAILS,
    /** The buffers' memory ({@code -m}). */
    MEMORY,
    /** What TCP knows of the connection ({@code -i}). */
    INFO,
    /** Type of service and the like ({@code --tos}). */
    TRAFFIC_CLASS,
    /** The options of an IP socket that are on ({@code --inet-sockopt}). */
    SOCKET_OPTIONS,
    /** The filter of a packet socket ({@code -b}). */
    FILTER,
    /** The cgroup ({@code --cgroup}). */
    CGROUP,
    /** The processes that hold the socket ({@code -p}). */
    PROCESSES,
    /** The network namespace ({@code --netns all}). */
    NETNS,
    /** All of it on one line ({@code -O}). */
    ONE_LINE,
    /** The tables in the order of ss, of which TCP's is among the last. */
    ORDER,
    /** Nothing that ss 6.1 would write in another way, but for what could do something to a terminal. */
    STRICT;

    /** Adds it to the parts of a row if it is wanted. */
    public void addTo(Set<SsPart> parts, boolean wanted) {
        if (wanted) {
            parts.add(this);
        }
    }
}
