package io.conncount.sys;

import io.conncount.testing.CHeaders;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers of our system calls are those of the header files. */
class SysHeadersTest {
    @Test
    void socketCallsHaveTheNumbersOfTheHeaderFiles() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "AF_NETLINK", NetlinkSocket.AF_NETLINK,
                "SOCK_RAW", NetlinkSocket.SOCK_RAW,
                "SOCK_CLOEXEC", NetlinkSocket.SOCK_CLOEXEC,
                "NETLINK_SOCK_DIAG", NetlinkSocket.NETLINK_SOCK_DIAG,
                "MSG_TRUNC", NetlinkSocket.MSG_TRUNC,
                "MSG_DONTWAIT", NetlinkSocket.MSG_DONTWAIT,
                "sizeof(struct sockaddr_nl)", NetlinkSocket.SOCKADDR_NL_BYTES,
                "offsetof(struct sockaddr_nl, nl_family)", 0,
                "sizeof(((struct sockaddr_nl *)0)->nl_family)", Short.BYTES));
    }

    @Test
    void eventsAreAwaitedWithTheNumbersOfTheHeaderFiles() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "SOL_SOCKET", NetlinkSocket.SOL_SOCKET,
                "SO_RCVBUF", NetlinkSocket.SO_RCVBUF,
                "SO_RCVBUFFORCE", NetlinkSocket.SO_RCVBUFFORCE,
                "offsetof(struct sockaddr_nl, nl_groups)", NetlinkSocket.SOCKADDR_NL_GROUPS_OFFSET,
                "POLLIN", NetlinkSocket.POLLIN,
                "sizeof(struct pollfd)", NetlinkSocket.POLLFD_BYTES,
                "offsetof(struct pollfd, events)", NetlinkSocket.POLLFD_EVENTS_OFFSET));
    }

    @Test
    void serviceManagersAreToldWithTheNumbersOfTheHeaderFiles() throws Exception {
        CHeaders.assertCompiles(
                List.of("sys/socket.h", "sys/un.h", "sys/time.h", "stddef.h"),
                Map.of(
                        "AF_UNIX", ServiceManager.AF_UNIX,
                        "SOCK_DGRAM", ServiceManager.SOCK_DGRAM,
                        "MSG_NOSIGNAL", ServiceManager.MSG_NOSIGNAL,
                        "SO_SNDTIMEO", ServiceManager.SO_SNDTIMEO,
                        "sizeof(struct timeval)", ServiceManager.TIMEVAL_BYTES,
                        "offsetof(struct sockaddr_un, sun_path)", ServiceManager.SUN_PATH_OFFSET,
                        "sizeof(((struct sockaddr_un *)0)->sun_path)", ServiceManager.SUN_PATH_BYTES));
    }

    @Test
    void passedSocketsAreReadWithTheNumbersOfTheHeaderFiles() throws Exception {
        CHeaders.assertCompiles(
                List.of("sys/socket.h", "netinet/in.h", "stddef.h"),
                Map.of(
                        "SO_TYPE", PassedListener.SO_TYPE,
                        "SO_ACCEPTCONN", PassedListener.SO_ACCEPTCONN,
                        "SO_DOMAIN", PassedListener.SO_DOMAIN,
                        "SOCK_STREAM", PassedListener.SOCK_STREAM,
                        "AF_INET", PassedListener.AF_INET,
                        "AF_INET6", PassedListener.AF_INET6,
                        "sizeof(struct sockaddr_in6)", PassedListener.SOCKADDR_IN6_BYTES,
                        "offsetof(struct sockaddr_in, sin_port)", PassedListener.SIN_PORT_OFFSET,
                        "offsetof(struct sockaddr_in, sin_addr)", PassedListener.SIN_ADDR_OFFSET,
                        "offsetof(struct sockaddr_in6, sin6_addr)", PassedListener.SIN6_ADDR_OFFSET));
    }

    @Test
    void terminalSizeIsLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "TIOCGWINSZ",
                Terminal.TIOCGWINSZ,
                "sizeof(struct winsize)",
                Terminal.WINSIZE_BYTES,
                "offsetof(struct winsize, ws_row)",
                0,
                "offsetof(struct winsize, ws_col)",
                2));
    }

    @Test
    void terminalModesAreLaidOutAsInTheHeaderFile() throws Exception {
        Map<String, Number> numbers = new HashMap<>();
        for (Field field : Termios.class.getDeclaredFields()) {
            if (field.getName().matches("ICRNL|IXON|ECHO|ICANON|V[A-Z]+|TCSA[A-Z]+|SIGSTOP|POLLIN")) {
                numbers.put(field.getName(), ((Number) field.get(null)).intValue());
            }
        }
        numbers.put("_POSIX_VDISABLE", Termios.POSIX_VDISABLE);
        numbers.put("sizeof(struct pollfd)", Termios.POLLFD_BYTES);
        numbers.put("offsetof(struct termios, c_iflag)", Termios.C_IFLAG);
        numbers.put("offsetof(struct termios, c_lflag)", Termios.C_LFLAG);
        numbers.put("offsetof(struct termios, c_cc)", Termios.C_CC);
        CHeaders.assertCompiles(List.of("stddef.h", "unistd.h", "signal.h", "termios.h", "poll.h"), numbers);
    }

    @Test
    void bpfIsCalledWithTheNumbersOfTheHeaderFiles() throws Exception {
        Map<String, Number> numbers = new HashMap<>();
        numbers.put("BPF_MAP_CREATE", Bpf.MAP_CREATE);
        numbers.put("BPF_PROG_LOAD", Bpf.PROG_LOAD);
        numbers.put("BPF_PROG_TEST_RUN", Bpf.PROG_TEST_RUN);
        numbers.put("BPF_BTF_LOAD", Bpf.BTF_LOAD);
        numbers.put("BPF_OBJ_NAME_LEN", Bpf.NAME_BYTES);
        numbers.put("BPF_MAP_TYPE_ARRAY", BpfMap.TYPE_ARRAY);
        numbers.put("BPF_F_MMAPABLE", BpfMap.MMAPABLE);
        numbers.put("BPF_PROG_TYPE_RAW_TRACEPOINT", BpfProgram.TYPE_RAW_TRACEPOINT);
        numbers.put("sizeof(struct bpf_insn)", BpfProgram.INSTRUCTION_BYTES);
        numbers.put("sizeof(struct bpf_func_info)", BpfProgram.FUNCTION_BYTES);
        numbers.put("PROT_READ | PROT_WRITE", BpfMap.PROT_READ_WRITE);
        numbers.put("MAP_SHARED", BpfMap.MAP_SHARED);
        numbers.put("CAP_NET_ADMIN", BpfObstacle.CAP_NET_ADMIN);
        numbers.put("CAP_SYS_ADMIN", BpfObstacle.CAP_SYS_ADMIN);
        numbers.put("CAP_PERFMON", BpfObstacle.CAP_PERFMON);
        numbers.put("CAP_BPF", BpfObstacle.CAP_BPF);
        CHeaders.assertCompiles(List.of("linux/bpf.h", "linux/capability.h", "sys/mman.h"), numbers);
    }

    @Test
    void attributesOfBpfAreLaidOutAsInTheHeaderFile() throws Exception {
        Map<String, Integer> offsets = new HashMap<>();
        putOffsets(offsets, "", Bpf.MapCreate.class);
        putOffsets(offsets, "", Bpf.ProgLoad.class);
        putOffsets(offsets, "", Bpf.BtfLoad.class);
        putOffsets(offsets, "test.", Bpf.TestRun.class);
        CHeaders.assertCompiles(List.of("linux/bpf.h", "stddef.h"), offsets);
    }

    /** The constants of a command have the names of its members. */
    private static void putOffsets(Map<String, Integer> offsets, String struct, Class<?> command)
            throws ReflectiveOperationException {
        for (Field field : command.getDeclaredFields()) {
            String member = struct + field.getName().toLowerCase(Locale.ROOT);
            offsets.put("offsetof(union bpf_attr, " + member + ")", field.getInt(null));
        }
    }

    @Test
    void everyErrorHasTheNumberOfTheHeaderFile() throws Exception {
        Map<String, Integer> errors = new HashMap<>();
        for (Field field : Errno.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                errors.put(field.getName(), field.getInt(null));
            }
        }
        CHeaders.assertCompiles(errors);
    }
}
