package io.conncount.source;

import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.sys.KernelException;
import io.conncount.sys.NameText;
import io.conncount.sys.Sysctls;
import io.conncount.wire.DecodeException;
import io.conncount.wire.freebsd.KinfoProc;
import io.conncount.wire.freebsd.Xfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which processes hold the sockets of a FreeBSD host: {@code kern.file} has the kernel's address of every socket that is open, and
 * {@code kern.proc.proc} the names and jails of processes. sockstat(1) joins the same lists. The kernel leaves out the processes that
 * this user or jail may not see ({@code p_cansee} in {@code sys/kern/kern_prot.c}), and does not say so.
 *
 * <p>A socket that is closed after this and before the sockets are read may leave its address to another, which then seems to be held by
 * the process that held the first; the same is true of sockstat.
 */
final class FreeBsdDescriptors implements HolderSource {
    private static final String NAME = "kern.file";

    /** init(8), which everyone sees but jails, and users under {@code security.bsd.see_other_uids=0}. */
    private static final int FIRST_PROCESS = 1;

    /** What, if it is 0, hides processes from users who see the first one. */
    private static final List<String> POLICIES = List.of("security.bsd.see_other_gids", "security.bsd.see_jail_proc");

    private final Sysctls sysctls;
    private final OptionalLong reader;

    /**
     * @param sysctls the values of that host
     * @param reader the number of the process that reads them; empty if it is not known, as for a recording
     */
    FreeBsdDescriptors(Sysctls sysctls, OptionalLong reader) {
        this.sysctls = sysctls;
        this.reader = reader;
    }

    /** Jails are known too. */
    @Override
    public void require(Set<Detail> details) {
        // There is nothing that it does not know.
    }

    /** @throws UnsupportedOperationException if one of the lists is not as it should be */
    @Override
    public Holders read(int threadsMax) throws KernelException {
        String kernel = FreeBsdPcbList.kernel(sysctls);
        try {
            Holders.Found found = found(kernel);
            Map<Integer, HoldingProcess> processes = new HashMap<>();
            found.forEachProcess(pid -> processes.put(pid, HoldingProcess.GONE));
            boolean hidden = describe(processes, kernel);
            return new Holders(NAME, List.of(found), processes, hidden ? 1 : 0);
        } catch (DecodeException e) {
            throw new UnsupportedOperationException(
                    "it cannot be read which processes hold sockets: " + e.getMessage(), e);
        }
    }

    private Holders.Found found(String kernel) throws KernelException, DecodeException {
        try (Sysctls.Value value = sysctls.read(NAME)) {
            if (value.bytes().limit() == 0) {
                throw new DecodeException("xfile", 0, "there is none, but who reads it has open files");
            }
            Holders.Found found = new Holders.Found();
            Xfile file = new Xfile(value.bytes(), kernel);
            while (file.next()) {
                if (file.isSocket()) {
                    found.add(file.socketAddress(), file.pid(), file.descriptor());
                }
            }
            return found;
        }
    }

    /**
     * Puts in what those processes are that have not ended since.
     *
     * @return true if the kernel may have left out some that hold sockets
     */
    private boolean describe(Map<Integer, HoldingProcess> processes, String kernel)
            throws KernelException, DecodeException {
        boolean firstShown = false;
        boolean root = false;
        try (Sysctls.Value value = sysctls.read("kern.proc.proc")) {
            KinfoProc process = new KinfoProc(value.bytes(), kernel);
            while (process.next()) {
                processes.computeIfPresent(process.pid(), (pid, unknown) -> described(process));
                firstShown |= process.pid() == FIRST_PROCESS;
                root |= process.uid() == 0 && OptionalLong.of(process.pid()).equals(reader);
            }
        }
        boolean policyHides =
                POLICIES.stream().anyMatch(name -> sysctls.number(name).orElse(1) == 0);
        return !firstShown || (policyHides && !root);
    }

    private static HoldingProcess described(KinfoProc process) {
        byte[] command = new byte[KinfoProc.COMM_BYTES];
        int lengthBytes = process.command(command);
        // The path of its program is not among the values that have names.
        return HolderSource.process(
                NameText.of(command, lengthBytes), "", Integer.toUnsignedLong(process.uid()), process.jail());
    }

    @Override
    public String hidden(int processes) {
        return "the kernel shows only the processes that this user or jail may see (security.bsd.see_other_uids, jail(8)); root of the"
                + " host sees all";
    }
}
