package io.conncount.sys;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The processes of a Linux host, as {@code /proc} shows them ({@code man 5 proc}). */
public final class Processes {
    // linux/kcmp.h
    static final int KCMP_FILES = 2;

    /** PROC_PID_INIT_INO of {@code include/linux/proc_ns.h}. */
    private static final String FIRST_PID_NAMESPACE = "pid:[" + 0xefff_fffcL + "]";

    private static final Path PROC = Path.of("/proc");
    private static final String OPEN_FILES = "Max open files";

    /** The number of {@code kcmp}, which differs between kinds of processors; negative for others ({@code asm/unistd.h}). */
    private static final int KCMP = switch (HostSystem.architecture()) {
        case "amd64" -> 312;
        case "aarch64" -> 272;
        default -> -1;
    };

    private Processes() {}

    /** The numbers of all processes that {@code /proc} lists. */
    public static List<Integer> list() {
        return numbers(PROC);
    }

    private static List<Integer> numbers(Path directory) {
        List<Integer> numbers = new ArrayList<>();
        String[] names = directory.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                numbers.add(Integer.valueOf(name));
            }
        }
        return numbers;
    }

    /** Where {@code /proc} has a process. */
    public static Path directory(int pid) {
        return PROC.resolve(Integer.toString(pid));
    }

    /** True if processes have the numbers that the kernel knows them by, and not those of a container (PID namespace). */
    public static boolean areNumberedAsInKernel() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return self.toString().equals(FIRST_PID_NAMESPACE);
        } catch (IOException e) {
            return false;
        }
    }

    /** True if {@code /proc} is mounted so that processes of others are not listed ({@code hidepid}). */
    public static boolean othersAreHidden() {
        // Process 1 is another's, unless it is root who asks, or is in a container of its own.
        return !new File("/proc/1").exists();
    }

    /** The name of a process's command, fewer than 16 bytes ({@code TASK_COMM_LEN}) of any value; empty if it has ended. */
    public static String name(int pid) {
        try {
            byte[] line = KernelFile.bytes(directory(pid).resolve("comm"));
            return NameText.of(line, Math.max(0, line.length - 1));
        } catch (IOException e) {
            return "";
        }
    }

    /** The first word of a process's command line, which it may have changed; empty if it has none, or has ended. */
    public static String firstWord(int pid) {
        try {
            byte[] words = KernelFile.bytes(directory(pid).resolve("cmdline"));
            int count = 0;
            while (count < words.length && words[count] != 0) {
                count++;
            }
            return NameText.of(words, count);
        } catch (IOException e) {
            return "";
        }
    }

    /** The path of a process's program; empty if it may not be seen, or the process has ended. */
    public static String exe(int pid) {
        try {
            byte[] path = NameText.bytes(Files.readSymbolicLink(directory(pid).resolve("exe")));
            return NameText.of(path, path.length);
        } catch (IOException e) {
            return "";
        }
    }

    /** How many descriptors a process has open, which everybody may see since Linux 6.2; negative if it is not known. */
    public static long openFiles(int pid) {
        File descriptors = new File("/proc/" + pid + "/fd");
        // Before, it has no size, and they are counted.
        return descriptors.length() > 0 ? descriptors.length() : count(descriptors);
    }

    private static long count(File directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.toPath())) {
            long count = 0;
            for (Path entry : entries) {
                count += entry == null ? 0 : 1;
            }
            return count;
        } catch (IOException | DirectoryIteratorException e) {
            return -1;
        }
    }

    /** How many descriptors a process may have open, its soft limit; negative if there is none, or it is not known. */
    public static long openFilesMax(int pid) {
        try {
            String limits = KernelFile.text(directory(pid).resolve("limits"));
            int line = limits.indexOf(OPEN_FILES);
            StringTokenizer soft = new StringTokenizer(line < 0 ? "" : limits.substring(line + OPEN_FILES.length()));
            return soft.hasMoreTokens() ? KernelFile.number(soft.nextToken()) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** Those threads of a process, beside the first, that do not share its descriptors ({@code man 2 unshare}). */
    public static List<Integer> threadsWithOwnFiles(int pid) {
        List<Integer> threads = new ArrayList<>();
        if (KCMP > 0) {
            for (int thread : numbers(directory(pid).resolve("task"))) {
                if (thread != pid && haveOtherFiles(pid, thread)) {
                    threads.add(thread);
                }
            }
        }
        return threads;
    }

    /** False too where the kernel does not say. */
    private static boolean haveOtherFiles(int pid, int thread) {
        Object[] arguments = {new NativeLong(KCMP), pid, thread, KCMP_FILES, new NativeLong(0), new NativeLong(0)};
        return NativeLibrary.getProcess().getFunction("syscall").invokeInt(arguments) > 0;
    }
}
