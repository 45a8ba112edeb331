package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.Golden;
import io.conncount.testing.SsText;
import io.conncount.testing.TableText;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recorded answers about every table but TCP and UDP, read by the real decoder, against what ss said of them. */
class GoldenTablesTest {
    private static final Set<Detail> NAMES = EnumSet.of(Detail.UNIX_NAMES);

    @ParameterizedTest
    @EnumSource(names = {"UNIX", "PACKET", "NETLINK"})
    void tableShowsTheSocketsThatSsShows(Protocol protocol) throws Exception {
        Set<Detail> details = protocol == Protocol.UNIX ? NAMES : Set.of();
        List<String> rows = shown(all(protocol).telling(details), s -> TableText.of(s, Golden.INTERFACES));
        rows.removeIf(TableText::asks);
        assertEquals(TableText.rows(protocol, Golden.ss(protocol.label())), rows);
    }

    @Test
    void mptcpShowsTheSocketsThatSsShows() throws Exception {
        assertEquals(
                SsText.sockets(Golden.ss("mptcp")), shown(all(Protocol.MPTCP), s -> SsText.of(s, Golden.INTERFACES)));
        assertEquals(Set.of(Protocol.MPTCP), Set.copyOf(protocols(Protocol.MPTCP)));
    }

    @Test
    void udpLiteShowsTheSocketsInProcNet() throws Exception {
        List<String> expected = new ArrayList<>(procNet("udplite"));
        expected.addAll(procNet("udplite6"));
        assertEquals(
                expected.stream().sorted().toList(),
                shown(
                        all(Protocol.UDPLITE),
                        s -> s.state() + " " + s.localPort() + " " + s.remotePort() + " "
                                + s.number(SocketNumber.INODE)));
    }

    /** State, ports and inode of each line of {@code udplite} or {@code udplite6}. */
    private static List<String> procNet(String file) throws IOException {
        return Files.readAllLines(Golden.procNet().resolve(file)).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .map(words -> (words[3].equals("01") ? TcpState.ESTABLISHED : TcpState.CLOSE) + " " + port(words[1])
                        + " " + port(words[2]) + " " + words[9])
                .toList();
    }

    private static int port(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1), 16);
    }

    @Test
    void unixNamesAndPeersAreNotToldUnasked() throws Exception {
        DumpRequest request = all(Protocol.UNIX);
        assertEquals(
                Set.of("-1 0 " + SocketView.UNKNOWN),
                Set.copyOf(shown(
                        request,
                        s -> s.text(SocketText.UNIX_NAME, new byte[1]) + " " + s.remoteAddressLow() + " "
                                + s.number(SocketNumber.PEER_INODE))));
        Function<SocketView, String> queuesAndOwner =
                s -> s.number(SocketNumber.INODE) + " " + s.number(SocketNumber.RECVQ) + " " + s.uid() + s.owned();
        assertEquals(shown(request.telling(NAMES), queuesAndOwner), shown(request, queuesAndOwner));
    }

    @Test
    void nameThatIsLongerThanTheRoomIsCutAndItsLengthTold() throws Exception {
        byte[] into = new byte[4];
        List<String> abstractNames = new ArrayList<>();
        new LinuxSockDiag(Golden.kernel()).dump(all(Protocol.UNIX).telling(NAMES), s -> {
            if (s.text(SocketText.UNIX_NAME, into) > 0 && into[0] == 0) {
                abstractNames.add(s.text(SocketText.UNIX_NAME, into) + " " + (char) into[1] + (char) into[2]);
            }
        });
        assertEquals(List.of("17 co", "17 co"), abstractNames);
    }

    @Test
    void unixSocketsHaveOwners() throws Exception {
        List<String> uids = shown(all(Protocol.UNIX), s -> s.owned() + " " + s.number(SocketNumber.UID));
        assertEquals(3, uids.stream().filter("true 1234"::equals).count());
        assertEquals(Set.of("true 0", "true 1234"), Set.copyOf(uids));
    }

    @Test
    void kernelChoosesTheStatesOfUnixSockets() throws Exception {
        DumpRequest listeners = DumpRequest.of(Protocol.UNIX, Protocol.UNIX.families(), EnumSet.of(TcpState.LISTEN));
        assertEquals(
                List.of("LISTEN", "LISTEN"), shown(listeners, s -> s.state().name()));
    }

    @Test
    void typesAreChosenHere() throws Exception {
        long streams = Golden.ss("unix").stream()
                .filter(line -> line.startsWith("u_str"))
                .count();
        Condition condition = new Condition.TypeIn(EnumSet.of(SocketType.STREAM));
        List<String> types =
                shown(all(Protocol.UNIX).filtered(condition), s -> s.type().label());
        assertEquals(Set.of("stream"), Set.copyOf(types));
        assertEquals(streams, types.size());
        FilterSplit split =
                new LinuxSockDiag(Golden.kernel()).split(all(Protocol.UNIX).filtered(condition));
        assertEquals(new FilterSplit(List.of(), List.of(condition)), split);
    }

    /** The kernel shows all of them whatever is asked. */
    @ParameterizedTest
    @EnumSource(names = {"PACKET", "NETLINK"})
    void statesThatTheKernelDoesNotChooseAreChosenHere(Protocol protocol) throws Exception {
        assertTrue(!shown(all(protocol), s -> "").isEmpty());
        assertEquals(
                List.of(),
                shown(
                        DumpRequest.of(protocol, protocol.families(), EnumSet.of(TcpState.ESTABLISHED)),
                        s -> s.state().name()));
    }

    @Test
    void netlinkTellsNoOwners() throws Exception {
        assertEquals(
                Set.of("false " + SocketView.UNKNOWN),
                Set.copyOf(shown(all(Protocol.NETLINK), s -> s.owned() + " " + s.number(SocketNumber.UID))));
    }

    private static List<Protocol> protocols(Protocol protocol) throws Exception {
        List<Protocol> protocols = new ArrayList<>();
        new LinuxSockDiag(Golden.kernel()).dump(all(protocol), s -> protocols.add(s.protocol()));
        return protocols;
    }

    /** Every state is asked for where the capture did so, which is everywhere. */
    private static DumpRequest all(Protocol protocol) {
        Set<AddressFamily> families = protocol.families();
        return DumpRequest.of(protocol, families, TcpState.ALL);
    }

    private static List<String> shown(DumpRequest request, Function<SocketView, String> text) throws Exception {
        List<String> rows = new ArrayList<>();
        DumpResult result = new LinuxSockDiag(Golden.kernel()).dump(request, s -> rows.add(text.apply(s)));
        assertEquals(Optional.empty(), result.fault());
        rows.sort(null);
        return rows;
    }
}
