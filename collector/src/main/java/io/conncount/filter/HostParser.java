package io.conncount.filter;

import io.conncount.filter.AddressParser.Address;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@code dst}, {@code src}, {@code dport} and {@code sport} compare with:
 *
 * <pre>
 * HOST  := [inet:|inet6:]ADDRESS[/LENGTH][:PORT]    an IPv6 address in brackets if a port follows; * and nothing mean any
 *        | what {@link EndParser} reads, of sockets that are not over IP
 * PORTS := PORT[-PORT][,PORT[-PORT]]...
 * PORT  := [:]NUMBER | [:]SERVICE | [:]*
 * </pre>
 */
final class HostParser {
    private static final int PORT_DIGITS_MAX = 5;
    private static final int PREFIX_DIGITS_MAX = 3;
    private static final String IPV4_FAMILY = "inet:";
    private static final String IPV6_FAMILY = "inet6:";
    private static final String ANY = "*";

    private final Names names;
    private final EndParser ends;

    HostParser(Names names, InterfaceParser interfaces) {
        this.names = names;
        ends = new EndParser(interfaces);
    }

    /** Every port is: what holds always. */
    static Condition anything(Side side) {
        return new EndCondition.PortIn(side, 0, PortBox.PORT_MAX);
    }

    /**
     * The socket's end is as the text says.
     *
     * @param position where the text is in the filter
     */
    Condition host(Side side, String text, int position) throws FilterException {
        Optional<Condition> otherFamily = ends.parse(side, text, position);
        if (otherFamily.isPresent()) {
            return otherFamily.get();
        }
        Optional<AddressFamily> family = family(text);
        int from = family.isEmpty() ? 0 : text.indexOf(':') + 1;
        int portAt = portAt(text, from, position);
        List<Condition> terms = new ArrayList<>();
        Optional<Condition> address = address(side, family, text.substring(from, portAt), position + from);
        if (address.isPresent()) {
            terms.add(address.get());
        }
        if (family.isPresent() && family.get() == AddressFamily.IPV4) {
            // Only sockets of the family, as in ss: not even IPv4 addresses of IPv6 sockets.
            terms.add(Conditions.not(new EndCondition.AddressIn(side, AddressFamily.IPV6, 0, 0, 0)));
        }
        if (portAt < text.length() && !isAny(text.substring(portAt))) {
            int port = port(text.substring(portAt), position + portAt);
            terms.add(new EndCondition.PortIn(side, port, port));
        }
        return terms.isEmpty() ? anything(side) : Conditions.all(terms);
    }

    private static Optional<AddressFamily> family(String text) {
        if (text.startsWith(IPV4_FAMILY)) {
            return Optional.of(AddressFamily.IPV4);
        }
        return text.startsWith(IPV6_FAMILY) ? Optional.of(AddressFamily.IPV6) : Optional.empty();
    }

    /** The position of the port's colon; the end of the text if there is no port. */
    private static int portAt(String text, int from, int position) throws FilterException {
        int behind = from;
        if (text.startsWith("[", from)) {
            behind = text.indexOf(']', from);
            if (behind < 0) {
                throw new FilterException(
                        "the bracket is never closed: an IPv6 address goes between [ and ]", position + from);
            }
        }
        int slash = text.indexOf('/', behind);
        int first = text.indexOf(':', Math.max(behind, slash));
        // Without brackets and prefix, more than one colon is an IPv6 address.
        boolean bare = behind == from && slash < 0;
        boolean none = first < 0 || (bare && text.indexOf(':', first + 1) >= 0);
        return none ? text.length() : first;
    }

    private static Optional<Condition> address(Side side, Optional<AddressFamily> family, String text, int position)
            throws FilterException {
        if (text.isEmpty() || text.equals(ANY)) {
            return family.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EndCondition.AddressIn(side, family.get(), 0, 0, 0));
        }
        String bare = withoutBrackets(text);
        int slash = bare.indexOf('/');
        String host = slash < 0 ? bare : bare.substring(0, slash);
        Optional<Address> found = AddressParser.parse(host, slash >= 0);
        if (found.isEmpty()
                || (family.isPresent() && family.get() != found.get().family())) {
            throw new FilterException(whatIsWrong(host, family), position);
        }
        Address address = found.get();
        int bits = slash < 0 ? address.bits() : Digits.parse(bare.substring(slash + 1), 10, PREFIX_DIGITS_MAX);
        if (bits < 0 || bits > address.bits()) {
            throw new FilterException(
                    "'" + bare.substring(slash) + "' is not a prefix length: "
                            + address.family().label() + " takes /0 to /" + address.bits(),
                    position + text.indexOf('/'));
        }
        return Optional.of(new EndCondition.AddressIn(side, address.family(), address.high(), address.low(), bits));
    }

    /** {@code [2001:db8::]/32}, and as ss takes it {@code [2001:db8::/32]}, without the brackets. */
    private static String withoutBrackets(String text) {
        int close = text.indexOf(']');
        return text.startsWith("[") && close > 0 ? text.substring(1, close) + text.substring(close + 1) : text;
    }

    private static String whatIsWrong(String host, Optional<AddressFamily> family) {
        if (host.indexOf('%') >= 0) {
            return "'" + host
                    + "' has a zone: remove it, and add 'dev' with the interface, such as 'dst [fe80::1] and dev eth0'";
        }
        boolean name = host.indexOf(':') < 0 && !Digits.areAll(host.replace(".", ""), 10);
        if (name) {
            return "'" + host + "' is not an address: host names are not resolved ('getent hosts " + host
                    + "' prints their addresses), and UNIX names begin with /, @ or unix:";
        }
        return "'" + host + "' is not an " + (family.isPresent() ? family.get().label() + " " : "")
                + "address: write 192.0.2.1, 192.0.2.0/24, 2001:db8::1 or [2001:db8::]/32:443";
    }

    /** True for a port that means any: nothing, or a star, with or without a colon. */
    static boolean isAny(String port) {
        String bare = withoutColon(port);
        return bare.isEmpty() || bare.equals(ANY);
    }

    /** The number of a port. */
    int port(String text, int position) throws FilterException {
        String bare = withoutColon(text);
        int number = Digits.parse(bare, 10, PORT_DIGITS_MAX);
        if (number >= 0 && number <= PortBox.PORT_MAX) {
            return number;
        }
        Optional<Integer> service = Digits.areAll(bare, 10) ? Optional.empty() : names.port(bare);
        if (service.isEmpty()) {
            throw new FilterException(
                    "'" + text
                            + "' is not a port: write a number from 0 to 65535, or the name of a service in /etc/services",
                    position);
        }
        return service.get();
    }

    /** One of the ports and ranges in a list, which has no blanks. */
    Condition ports(Side side, String list, int position) throws FilterException {
        List<Condition> terms = new ArrayList<>();
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            terms.add(range(side, list.substring(from, to), position + from));
            from = to + 1;
        }
        return Conditions.any(terms);
    }

    private Condition range(Side side, String text, int position) throws FilterException {
        int dash = text.indexOf('-');
        // The names of services have dashes too.
        String low = withoutColon(text.substring(0, Math.max(0, dash)));
        boolean range = !low.isEmpty() && Digits.areAll(low, 10);
        int min = port(range ? text.substring(0, dash) : text, position);
        int max = range ? port(text.substring(dash + 1), position + dash + 1) : min;
        if (max < min) {
            throw new FilterException("'" + text + "' is not a range: the lower port comes first", position);
        }
        return new EndCondition.PortIn(side, min, max);
    }

    private static String withoutColon(String port) {
        return port.startsWith(":") ? port.substring(1) : port;
    }
}
