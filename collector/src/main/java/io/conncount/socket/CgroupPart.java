package io.conncount.socket;

/** What the path of a cgroup tells of its processes. */
public enum CgroupPart {
    /** The systemd unit. */
    UNIT("unit"),
    /** The container. */
    CONTAINER("container"),
    /** The Kubernetes pod. */
    POD("pod");

    /** How many hexadecimal digits of a container's id are shown. */
    public static final int SHORT_ID_DIGITS = 12;

    private final String label;

    CgroupPart(String label) {
        this.label = label;
    }

    /** The name of key, column and filter field. */
    public String label() {
        return label;
    }
}
