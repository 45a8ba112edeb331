package io.conncount.source;

import io.conncount.counters.CounterSource;
import io.conncount.names.SocketNames;

/**
 * A host whose kernel's messages can be kept as they are.
 *
 * @param name the host's name
 * @param kernel the kernel's release, such as {@code 6.1.0-28-amd64}
 * @param arch the processor's architecture, as Java names it
 * @param namespace the network namespace, as {@code /proc} names it: {@code net:[4026531840]}
 * @param names those of its users, interfaces and cgroups
 */
public record RecordableHost(
        String name,
        String kernel,
        String arch,
        String namespace,
        LinuxSockDiag.Opener sockDiag,
        CounterSource counters,
        SocketNames names) {}
