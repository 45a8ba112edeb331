package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Comparison;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.testing.CompiledStructs;
import io.conncount.testing.Repository;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of a few questions as text, so that a change of them is seen. With {@code -Dconncount.programs=write}, it is
 * written anew.
 */
class WalkProgramTest {
    private static final Path GOLDEN = Repository.root().resolve("collector/src/test/resources/bpf");
    private static final int STATE_MAP = 3;
    private static final WalkQuestion STATES = new WalkQuestion(
            TcpState.ALL, AddressFamily.IP, Predicate.ALWAYS, List.of(Expression.of(SocketField.STATE)));

    @TempDir
    private static Path directory;

    private static KernelLayout layout;

    @BeforeAll
    static void compile() throws Exception {
        layout = new KernelLayout(Btf.of(CompiledStructs.btf(directory), KernelLayout.STRUCTS, KernelLayout.FUNCTIONS));
    }

    @Test
    void countByPortAndState() throws Exception {
        assertText(
                "port-and-state.txt",
                new WalkQuestion(
                        TcpState.ALL,
                        AddressFamily.IP,
                        Predicate.ALWAYS,
                        List.of(Expression.of(SocketField.LOCAL_PORT), Expression.of(SocketField.STATE))),
                true);
    }

    @Test
    void countOfOneFamilyWithAFilter() throws Exception {
        assertText(
                "filtered.txt",
                new WalkQuestion(
                        Set.of(TcpState.ESTABLISHED),
                        Set.of(AddressFamily.IPV6),
                        Predicate.any(
                                new Predicate.Compares(
                                        new Expression.NumberOf(SocketNumber.SENDQ), Comparison.GREATER, 65_536),
                                Predicate.equal(SocketField.UID, 33)),
                        List.of(Expression.of(SocketField.REMOTE_ADDRESS_LOW, 0xffff_ff00L))),
                true);
    }

    @Test
    void rows() throws Exception {
        assertText(
                "rows.txt",
                new WalkQuestion(
                        TcpState.ALL,
                        AddressFamily.IP,
                        Predicate.ALWAYS,
                        List.of(Expression.of(SocketField.LOCAL_ADDRESS_LOW), Expression.of(SocketField.CGROUP_ID))),
                false);
    }

    private static void assertText(String file, WalkQuestion question, boolean grouped) throws Exception {
        WalkProgram program = grouped ? ofGroups(question) : WalkProgram.ofRows(layout, question, STATE_MAP, 64);
        assertText(file, program.write(1000));
    }

    @Test
    void descriptors() throws Exception {
        assertText("descriptors.txt", new DescriptorRows(layout, STATE_MAP, 1, 2, 64).write(1000));
    }

    @Test
    void connectionsAtDescriptors() throws Exception {
        assertText(
                "held.txt",
                new DescriptorGroups(layout, STATES, STATE_MAP, 1, 2, new GroupArea(3, GroupArea.GROUPS_MAX))
                        .write(1000));
    }

    @Test
    void connectionsThatNoFileHolds() throws Exception {
        assertText("unheld.txt", STATES.ofUnheld(), true);
    }

    private static void assertText(String file, ByteBuffer code) throws Exception {
        String text = String.join("\n", Disassembly.of(code)) + "\n";
        Path golden = GOLDEN.resolve(file);
        if ("write".equals(System.getProperty("conncount.programs"))) {
            Files.writeString(golden, text, StandardCharsets.US_ASCII);
        }
        assertEquals(Files.readString(golden, StandardCharsets.US_ASCII), text);
    }

    @Test
    void kernelWithoutAMemberIsRefusedByItsName() {
        WalkQuestion question = new WalkQuestion(
                TcpState.ALL,
                AddressFamily.IP,
                Predicate.ALWAYS,
                List.of(new Expression.NumberOf(SocketNumber.TOTAL_RETRANS)));
        WalkRefusedException e = assertThrows(WalkRefusedException.class, () -> write(question));
        assertTrue(e.getMessage().contains("tcp_sock.total_retrans"), e.getMessage());
    }

    @Test
    void questionWithoutEndIsRefused() {
        List<Predicate> ports = new ArrayList<>();
        for (int port = 0; port < 40_000; port++) {
            ports.add(Predicate.equal(SocketField.LOCAL_PORT, port));
        }
        WalkQuestion question = new WalkQuestion(
                TcpState.ALL, AddressFamily.IP, new Predicate.Any(ports), List.of(Expression.of(SocketField.STATE)));
        assertThrows(WalkRefusedException.class, () -> write(question));
    }

    @Test
    void filterThatNothingPassesAsksForNoState() {
        WalkQuestion question = new WalkQuestion(
                TcpState.ALL, AddressFamily.IP, Predicate.NEVER, List.of(Expression.of(SocketField.STATE)));
        assertEquals(Set.of(), question.states());
    }

    private static void write(WalkQuestion question) {
        ofGroups(question).write(1000);
    }

    private static WalkProgram ofGroups(WalkQuestion question) {
        return WalkProgram.ofGroups(
                layout, question, STATE_MAP, new GroupArea(question.lanes().size(), GroupArea.GROUPS_MAX));
    }
}
