package io.conncount.counters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A counter of a network namespace by the kernel's name for it, as in {@code snmp}, {@code netstat} and {@code snmp6} of
 * {@code /proc/net}.
 *
 * @param table such as {@code TcpExt} or {@code Ip6}
 * @param name such as {@code ListenOverflows}
 * @param digits its number, which may be of any 64 bits and have a sign
 */
public record KernelCounter(String table, String name, String digits) {
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,20}");
    private static final Pattern SNMP6 = Pattern.compile("(\\w*?6)(\\w+)\\s+(\\d{1,20})");

    /** Those of IPv4 and of TCP and UDP over both, of the calling thread's namespace, in the kernel's order. */
    public static List<KernelCounter> ofThisThread() {
        List<KernelCounter> counters = new ArrayList<>();
        for (String file : List.of("snmp", "netstat")) {
            String[] names = {""};
            for (String line : NamedNumbers.lines(ProcNet.OF_THIS_THREAD.resolve(file))) {
                String[] words = line.split(" ");
                boolean numbers = words[0].equals(names[0]);
                for (int i = 1; numbers && i < Math.min(words.length, names.length); i++) {
                    if (DIGITS.matcher(words[i]).matches()) {
                        counters.add(new KernelCounter(words[0].replace(":", ""), names[i], words[i]));
                    }
                }
                names = numbers ? new String[] {""} : words;
            }
        }
        return counters;
    }

    /** Those of IPv6, of the calling thread's namespace, in the kernel's order. */
    public static List<KernelCounter> ofThisThreadIpv6() {
        List<KernelCounter> counters = new ArrayList<>();
        Path file = ProcNet.OF_THIS_THREAD.resolve("snmp6");
        for (String line : NamedNumbers.lines(file)) {
            Matcher words = SNMP6.matcher(line);
            if (words.matches()) {
                counters.add(new KernelCounter(words.group(1), words.group(2), words.group(3)));
            }
        }
        return counters;
    }
}
