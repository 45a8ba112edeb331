package io.conncount.sys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that the kernel has verified. It is attached to nothing: it runs when it is called, in the calling thread, and is
 * gone when it is closed. Loading one takes CAP_BPF, and CAP_PERFMON if it reads memory of the kernel. To be used by one
 * thread at a time.
 */
public final class BpfProgram implements AutoCloseable {
    // enum bpf_prog_type
    private static final int TYPE_RAW_TRACEPOINT = 17;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int FUNCTION_BYTES = 8;

    /** Programs that call functions which only such ones may call. */
    private static final String LICENSE = "GPL";

    private static final int LOG_BYTES = 1 << 20;
    private static final int LOG_LEVEL = 1;
    private static final int LOG_LINES_SHOWN = 3;

    // linux/capability.h
    private static final int CAP_SYS_ADMIN = 21;
    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");

    private final int descriptor;
    private final ByteBuffer attributes = Bpf.attributes();

    private BpfProgram(int descriptor) {
        this.descriptor = descriptor;
        attributes.putInt(0, descriptor);
    }

    /**
     * Why no program that reads memory of the kernel can be loaded, as far as can be known without trying: what is missing and
     * what would mend it, as the continuation of a sentence. Empty if nothing is known to be in the way.
     */
    public static Optional<String> obstacle() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN || !Bpf.isNumberKnown()) {
            return Optional.of("programs for this kind of processor are not written");
        }
        if (!isPermitted()) {
            return Optional.of("CAP_BPF and CAP_PERFMON are missing: run as root, or with both");
        }
        if (text(LOCKDOWN).contains("[confidentiality]")) {
            return Optional.of("the kernel is locked down (lockdown=confidentiality)");
        }
        return Optional.empty();
    }

    private static boolean isPermitted() {
        for (String line : text(STATUS).split("\n")) {
            if (line.startsWith(EFFECTIVE)) {
                long effective = Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).strip(), 16);
                return (effective >>> CAP_SYS_ADMIN & 1) != 0
                        || ((effective >>> CAP_BPF & 1) != 0 && (effective >>> CAP_PERFMON & 1) != 0);
            }
        }
        return true;
    }

    private static String text(Path file) {
        try {
            return KernelFile.text(file);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Loads a program that runs under the kernel's read lock (RCU), of type {@code BPF_PROG_TYPE_RAW_TRACEPOINT}.
     *
     * @param name at most 15 characters
     * @param instructions in a direct buffer
     * @param types the BTF of its functions, in a direct buffer
     * @param functions {@code struct bpf_func_info} of each, in a direct buffer
     * @throws KernelException if the kernel refuses it; the remedy has the verifier's last words
     */
    public static BpfProgram load(String name, ByteBuffer instructions, ByteBuffer types, ByteBuffer functions)
            throws KernelException {
        int btf = loadTypes(types);
        try {
            ByteBuffer attributes = Bpf.attributes();
            ByteBuffer license = direct(LICENSE);
            attributes.putInt(0, TYPE_RAW_TRACEPOINT).putInt(4, instructions.remaining() / INSTRUCTION_BYTES);
            attributes.putLong(8, Bpf.address(instructions)).putLong(16, Bpf.address(license));
            Bpf.putName(attributes, 48, name);
            attributes.putInt(72, btf).putInt(76, FUNCTION_BYTES).putLong(80, Bpf.address(functions));
            attributes.putInt(88, functions.remaining() / FUNCTION_BYTES);
            return new BpfProgram(load(attributes));
        } finally {
            Bpf.close(btf);
        }
    }

    private static int load(ByteBuffer attributes) throws KernelException {
        try {
            return Bpf.call(Bpf.PROG_LOAD, "BPF_PROG_LOAD", attributes);
        } catch (KernelException refusal) {
            if (refusal.errno() == Errno.EPERM) {
                throw refusal;
            }
            // Once more, for the reason: a log costs time, and fails where it has no room.
            ByteBuffer log = ByteBuffer.allocateDirect(LOG_BYTES);
            attributes.putInt(24, LOG_LEVEL).putInt(28, LOG_BYTES).putLong(32, Bpf.address(log));
            try {
                return Bpf.call(Bpf.PROG_LOAD, "BPF_PROG_LOAD", attributes);
            } catch (KernelException again) {
                throw new KernelException("bpf(BPF_PROG_LOAD)", again.errno(), lastLines(log));
            }
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
        attributes.putLong(0, Bpf.address(types)).putInt(16, types.remaining());
        return Bpf.call(Bpf.BTF_LOAD, "BPF_BTF_LOAD", attributes);
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
