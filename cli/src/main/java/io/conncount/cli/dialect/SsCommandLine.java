package io.conncount.cli.dialect;

import io.conncount.cli.options.UsageException;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a command line of ss says: the options of its manual, and of its later versions where they do not mean something else. */
final class SsCommandLine {
    private static final String LETTERS = "dhaletuwxnro460spTbEf:mMiA:D:F:vVzZN:KHSOBQ";
    /** The letter of each long name; names without one stand for themselves. */
    private static final String LONG_NAMES = """
            numeric=n resolve=r options=o extended=e memory=m info=i processes=p threads=T bpf=b events=E dccp=d tcp=t
            sctp=S udp=u raw=w unix=x tipc=tipc vsock=vsock all=a listening=l ipv4=4 ipv6=6 packet=0 family=f: socket=A:
            query=A: summary=s diag=D: filter=F: version=V help=h context=Z contexts=z net=N: tipcinfo=tipcinfo tos=tos
            cgroup=cgroup kill=K no-header=H xdp=xdp mptcp=M oneline=O inet-sockopt=inet-sockopt bound-inactive=B
            no-queues=Q bpf-maps=bpf-maps""";

    private static final Set<TcpState> LISTENING = EnumSet.of(TcpState.LISTEN, TcpState.CLOSE);

    private final SsSelection selection = new SsSelection();
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<String> filter;

    SsCommandLine(List<String> words) throws UsageException {
        GetoptLong line = new GetoptLong(LETTERS, LONG_NAMES, words);
        for (GetoptLong.Option option : line.options()) {
            add(option);
        }
        filter = readStates(new ArrayList<>(line.operands()));
    }

    private void add(GetoptLong.Option option) throws UsageException {
        switch (option.name()) {
            case "t" -> selection.addTables("tcp");
            case "u" -> selection.addTables("udp");
            case "w" -> selection.addTables("raw");
            case "d" -> selection.addTables("dccp");
            case "S" -> selection.addTables("sctp");
            case "M" -> selection.addTables("mptcp");
            case "x" -> selection.addFamily(SsFamily.UNIX);
            case "0" -> selection.addFamily(SsFamily.LINK);
            case "4" -> selection.addFamily(SsFamily.INET);
            case "6" -> selection.addFamily(SsFamily.INET6);
            case "vsock" -> selection.addFamily(SsFamily.VSOCK);
            case "tipc" -> selection.addFamily(SsFamily.TIPC);
            case "xdp" -> selection.addFamily(SsFamily.XDP);
            case "f" -> addFamily(option.value());
            case "A" -> selection.addList(option.value());
            case "a" -> selection.setStates(TcpState.ALL);
            case "l" -> selection.setStates(LISTENING);
            case "B" -> selection.setStates(SsTable.States.CLOSED);
            case "F" -> {
                if (values.containsKey("F")) {
                    throw new UsageException("More than one filter file");
                }
                values.put("F", option.value());
            }
            case "D", "N" -> values.put(option.name(), option.value());
            default -> flags.add(option.name());
        }
    }

    private void addFamily(String name) throws UsageException {
        if (name.equals("help")) {
            flags.add("h");
            return;
        }
        selection.addFamily(
                SsFamily.named(name).orElseThrow(() -> new UsageException("\"" + name + "\" is invalid family")));
    }

    /** Takes the words about states, which come first; returns the others. */
    private List<String> readStates(List<String> words) throws UsageException {
        while (!words.isEmpty() && Set.of("state", "exclude", "excl").contains(words.get(0))) {
            String verb = words.remove(0);
            if (words.isEmpty()) {
                throw new UsageException("Command line is not complete. Try option \"help\"");
            }
            String name = words.remove(0);
            Set<TcpState> states =
                    TcpState.byWord(name).orElseThrow(() -> new UsageException("wrong state name: " + name));
            if (verb.equals("state")) {
                selection.addStates(states);
            } else {
                selection.removeStates(states);
            }
        }
        return words;
    }

    /** True if the option with this letter, or this long name if it has none, was given. */
    boolean has(String option) {
        return flags.contains(option);
    }

    /** The last value of an option. */
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    SsSelection selection() {
        return selection;
    }

    /** The words of the filter after those about states. */
    List<String> filter() {
        return filter;
    }
}
