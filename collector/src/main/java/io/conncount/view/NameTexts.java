package io.conncount.view;

import io.conncount.names.NumberCache;
import io.conncount.names.SocketNames;
import io.conncount.socket.CgroupPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Names of what sockets carry the numbers of, as bytes that are made once a number. For one thread. */
public final class NameTexts {
    private final NumberCache<byte[]> users;
    private final NumberCache<byte[]> interfaces;
    private final NumberCache<byte[]> cgroups;
    private final NumberCache<byte[]> namespaces;
    private final List<NumberCache<byte[]>> parts = new ArrayList<>();

    /**
     * The names of a host.
     *
     * @param escaper how they are written
     */
    public NameTexts(SocketNames names, Escaper escaper) {
        users = new Texts(escaper) {
            @Override
            String text(long uid) {
                return names.userText(uid);
            }
        }.kept();
        interfaces = new Texts(escaper) {
            @Override
            String text(long index) {
                return names.interfaceText((int) index);
            }
        }.kept();
        cgroups = new Texts(escaper) {
            @Override
            String text(long id) {
                return names.cgroupText(id);
            }
        }.kept();
        namespaces = new Texts(escaper) {
            @Override
            String text(long inode) {
                return names.netnsText(inode);
            }
        }.kept();
        for (CgroupPart part : CgroupPart.values()) {
            parts.add(
                    new Texts(escaper) {
                        @Override
                        String text(long id) {
                            return names.partText(part, id);
                        }
                    }.kept());
        }
    }

    /** What numbers are called. Not lambdas, each of which takes 0.3 ms to link at every start. */
    private abstract static class Texts implements LongFunction<byte[]> {
        private final Escaper escaper;

        Texts(Escaper escaper) {
            this.escaper = escaper;
        }

        abstract String text(long number);

        @Override
        public byte[] apply(long number) {
            return escaper.of(text(number)).getBytes(StandardCharsets.UTF_8);
        }

        NumberCache<byte[]> kept() {
            return new NumberCache<>(this);
        }
    }

    /** The name of a user. */
    public byte[] user(long uid) {
        return users.of(uid);
    }

    /** The name of an interface. */
    public byte[] interfaceName(int index) {
        return interfaces.of(index);
    }

    /** The path of a cgroup. */
    public byte[] cgroup(long id) {
        return cgroups.of(id);
    }

    /** What the part is called that a cgroup is in. */
    byte[] part(CgroupPart part, long cgroupId) {
        return parts.get(part.ordinal()).of(cgroupId);
    }

    /** The name of a network namespace. */
    public byte[] netns(long inode) {
        return namespaces.of(inode);
    }
}
