package io.conncount.sys;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A program that the kernel has verified. It is attached to nothing: it runs when it is called, in the calling thread, and is
 * gone when it is closed. Loading one takes CAP_BPF, and CAP_PERFMON if it reads memory of the kernel. To be used by one
 * thread at a time.
 */
public final class BpfProgram implements AutoCloseable {
    // enum bpf_prog_type
    static final int TYPE_RAW_TRACEPOINT = 17;

    // sizeof(struct bpf_insn), sizeof(struct bpf_func_info)
    static final int INSTRUCTION_BYTES = 8;
    static final int FUNCTION_BYTES = 8;

    /** Programs that call functions which only such ones may call. */
    private static final String LICENSE = "GPL";

    private static final int LOG_BYTES = 1 << 20;
    private static final int LOG_LEVEL = 1;
    private static final int LOG_LINES_SHOWN = 4;

    private final int descriptor;
    private final ByteBuffer attributes = Bpf.attributes();

    private BpfProgram(int descriptor) {
        this.descriptor = descriptor;
        attributes.putInt(Bpf.TestRun.PROG_FD, descriptor);
    }

    /**
     * Loads a program that runs under the kernel's read lock (RCU), of type {@code BPF_PROG_TYPE_RAW_TRACEPOINT}.
     *
     * @param name at most 15 characters
     * @param instructions in a direct buffer
     * @param types the BTF of its functions, in a direct buffer
     * @param functions {@code struct bpf_func_info} of each, in a direct buffer
     * @throws KernelException if the kernel refuses it; the remedy has the verifier's last words, or what else is wrong
     */
    public static BpfProgram load(String name, ByteBuffer instructions, ByteBuffer types, ByteBuffer functions)
            throws KernelException {
        int btf = loadTypes(types);
        ByteBuffer license = direct(LICENSE);
        try {
            ByteBuffer attributes = Bpf.attributes();
            attributes.putInt(Bpf.ProgLoad.PROG_TYPE, TYPE_RAW_TRACEPOINT);
            attributes.putInt(Bpf.ProgLoad.INSN_CNT, instructions.remaining() / INSTRUCTION_BYTES);
            attributes.putLong(Bpf.ProgLoad.INSNS, Bpf.address(instructions));
            attributes.putLong(Bpf.ProgLoad.LICENSE, Bpf.address(license));
            Bpf.putName(attributes, Bpf.ProgLoad.PROG_NAME, name);
            attributes.putInt(Bpf.ProgLoad.PROG_BTF_FD, btf);
            attributes.putInt(Bpf.ProgLoad.FUNC_INFO_REC_SIZE, FUNCTION_BYTES);
            attributes.putLong(Bpf.ProgLoad.FUNC_INFO, Bpf.address(functions));
            attributes.putInt(Bpf.ProgLoad.FUNC_INFO_CNT, functions.remaining() / FUNCTION_BYTES);
            return new BpfProgram(load(attributes));
        } finally {
            Reference.reachabilityFence(instructions);
            Reference.reachabilityFence(functions);
            Reference.reachabilityFence(license);
            Bpf.close(btf);
        }
    }

    private static int load(ByteBuffer attributes) throws KernelException {
        try {
            return Bpf.call(Bpf.PROG_LOAD, "BPF_PROG_LOAD", attributes);
        } catch (KernelException refusal) {
            if (!refusal.remedy().isEmpty()) {
                throw refusal;
            }
            return loadWithLog(attributes);
        }
    }

    /** Loads it once more, for the reason why it was refused: a log costs time, and fails where it has no room. */
    private static int loadWithLog(ByteBuffer attributes) throws KernelException {
        ByteBuffer log = ByteBuffer.allocateDirect(LOG_BYTES);
        attributes.putInt(Bpf.ProgLoad.LOG_LEVEL, LOG_LEVEL).putInt(Bpf.ProgLoad.LOG_SIZE, LOG_BYTES);
        attributes.putLong(Bpf.ProgLoad.LOG_BUF, Bpf.address(log));
        try {
            return Bpf.call(Bpf.PROG_LOAD, "BPF_PROG_LOAD", attributes);
        } catch (KernelException refusal) {
            throw new KernelException(
                    refusal.operation(), refusal.errno(), BpfObstacle.remedyOfProgram(lastLines(log)));
        }
    }

    private static String lastLines(ByteBuffer log) {
        int length = 0;
        while (length < log.capacity() && log.get(length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        log.get(0, bytes);
        String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n");
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, lines.length - LOG_LINES_SHOWN); i < lines.length; i++) {
            text.append(text.isEmpty() ? "" : "; ").append(lines[i]);
        }
        return text.toString();
    }

    private static int loadTypes(ByteBuffer types) throws KernelException {
        ByteBuffer attributes = Bpf.attributes();
        attributes.putLong(Bpf.BtfLoad.BTF, Bpf.address(types)).putInt(Bpf.BtfLoad.BTF_SIZE, types.remaining());
        try {
            return Bpf.call(Bpf.BTF_LOAD, "BPF_BTF_LOAD", attributes);
        } finally {
            Reference.reachabilityFence(types);
        }
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.nativeOrder())
                .put(bytes)
                .flip();
    }

    /** Runs it once, in this thread. */
    public void run() throws KernelException {
        Bpf.call(Bpf.PROG_TEST_RUN, "BPF_PROG_TEST_RUN", attributes);
    }

    @Override
    public void close() {
        Bpf.close(descriptor);
    }
}
