package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.SysctlValue;
import io.conncount.sys.Sysctls;
import io.conncount.wire.freebsd.PcbTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The FreeBSD kernel's sockets, from the sysctls {@code net.inet.*.pcblist} and {@code net.local.*.pcblist}. It copies
 * whole lists, 744 bytes a TCP socket, whatever is asked; states, families, ports and filter are decided here.
 */
public final class FreeBsdPcbList implements SocketSource {
    private final Sysctls sysctls;

    /** Reads these lists. */
    public FreeBsdPcbList(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    @Override
    public String name() {
        return "pcblist";
    }

    /** A socket that is neither bound nor connected is in TCP's list like any other. */
    @Override
    public Set<TcpState> listedStates(Protocol protocol) {
        return protocol == Protocol.TCP ? TcpState.ALL : protocol.listedStates();
    }

    @Override
    public Optional<String> sequential() {
        return Optional.of("the kernel gives every reader all sockets");
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        List<PcbTable> tables = PcbTable.of(request.protocol());
        if (tables.isEmpty()) {
            throw new MissingTableException(
                    "a list of " + request.protocol().label() + " sockets", Errno.ENOENT, request.protocol());
        }
        PcbDump dump = new PcbDump(request, sink, kernel());
        for (PcbTable table : tables) {
            try (SysctlValue value = sysctls.read(table.sysctl())) {
                if (!dump.read(table, value.bytes())) {
                    break;
                }
            } catch (KernelException e) {
                if (!dump.begun()) {
                    throw e.errno() == Errno.ENOENT
                            ? new MissingTableException(e.operation(), Errno.ENOENT, request.protocol())
                            : e;
                }
                dump.fail(e.getMessage());
                break;
            }
        }
        return dump.result();
    }

    /** The version that {@code sys/param.h} calls __FreeBSD_version. */
    private String kernel() {
        OptionalLong version = sysctls.number("kern.osreldate");
        return version.isPresent() ? Long.toString(version.getAsLong()) : "of unknown version";
    }
}
