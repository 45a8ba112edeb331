package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.bpf.Assembler.Jump;
import io.conncount.bpf.Assembler.Label;
import io.conncount.sys.BpfObstacle;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Capabilities;
import io.conncount.testing.Seccomp;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when the kernel does not take a program. Needs root. */
class BpfProgramIT {
    @Test
    void verifierSaysWhatIsWrong() throws Exception {
        KernelException e = refusal(code -> code.move(Register.R7, Register.R8));
        assertEquals(Errno.EACCES, e.errno());
        assertEquals("bpf(BPF_PROG_LOAD)", e.operation());
        assertTrue(e.remedy().contains("R8 !read_ok"), e.remedy());
    }

    @Test
    void loopWithoutEndIsRefused() throws Exception {
        KernelException e = refusal(code -> {
            Label again = new Label();
            code.place(again);
            TestProgram.get(code, Register.R7, 0);
            code.jump(Jump.EQ, Register.R7, 0, again);
        });
        assertTrue(e.remedy().contains("infinite loop"), e.remedy());
    }

    @Test
    void memoryBeyondAnArrayIsRefused() throws Exception {
        KernelException e = refusal(code -> TestProgram.get(code, Register.R7, 4000));
        assertEquals(Errno.EACCES, e.errno());
        assertTrue(e.remedy().contains("invalid access to map value"), e.remedy());
    }

    private static KernelException refusal(Consumer<Assembler> instructions) throws KernelException {
        try (TestProgram test = new TestProgram()) {
            return assertThrows(KernelException.class, () -> test.run(instructions));
        }
    }

    @Test
    void programThatIsRunByManyThreadsIsRunByEach() throws Exception {
        try (TestProgram first = new TestProgram();
                TestProgram second = new TestProgram()) {
            inNewThread(() -> {
                first.run(10, code -> TestProgram.put(code, 0, Register.R6));
                return null;
            });
            second.run(5, code -> TestProgram.put(code, 0, Register.R6));
            assertEquals(9, first.number(0));
            assertEquals(4, second.number(0));
        }
    }

    @Test
    void threadWithoutCapabilitiesKnowsThatItMayNot() throws Exception {
        assertEquals(Optional.empty(), BpfObstacle.known());
        Optional<String> known = inNewThread(() -> {
            Capabilities.drop();
            return BpfObstacle.known();
        });
        assertTrue(known.orElseThrow().contains("CAP_BPF"), known.get());
    }

    @Test
    void programOfAThreadWithoutCapabilitiesIsRefused() throws Exception {
        try (TestProgram test = new TestProgram()) {
            KernelException e = inNewThread(() -> {
                Capabilities.drop();
                return assertThrows(KernelException.class, () -> test.run(code -> {}));
            });
            assertEquals(Errno.EPERM, e.errno());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EPERM, Errno.ENOSYS})
    void seccompIsNamedIfItForbidsTheCall(int errno) throws Exception {
        try (TestProgram test = new TestProgram()) {
            KernelException e = inNewThread(() -> {
                Seccomp.forbidBpf(errno);
                return assertThrows(KernelException.class, () -> test.run(code -> {}));
            });
            assertEquals(errno, e.errno());
            assertTrue(e.remedy().contains("seccomp"), e.remedy());
        }
    }

    private static <T> T inNewThread(Callable<T> task) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(task).get();
        } finally {
            thread.shutdown();
        }
    }
}
