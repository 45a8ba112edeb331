package io.conncount.wire.linux;

import io.conncount.testing.CHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our numbers are those of {@code linux/netlink.h}. */
class NetlinkHeadersTest {
    @Test
    void messageHeaderIsLaidOutAsInTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "sizeof(struct nlmsghdr)", NlMessages.HEADER_BYTES,
                "offsetof(struct nlmsghdr, nlmsg_len)", NlMessages.LEN_OFFSET,
                "offsetof(struct nlmsghdr, nlmsg_type)", NlMessages.TYPE_OFFSET,
                "offsetof(struct nlmsghdr, nlmsg_flags)", NlMessages.FLAGS_OFFSET,
                "offsetof(struct nlmsghdr, nlmsg_seq)", NlMessages.SEQ_OFFSET,
                "offsetof(struct nlmsghdr, nlmsg_pid)", NlMessages.PID_OFFSET,
                "sizeof(((struct nlmsghdr *)0)->nlmsg_len)", Integer.BYTES,
                "sizeof(((struct nlmsghdr *)0)->nlmsg_type)", Short.BYTES,
                "sizeof(struct nlmsgerr)", NlMessages.ERROR_BYTES,
                "sizeof(((struct nlmsgerr *)0)->error)", Integer.BYTES));
    }

    @Test
    void controlMessagesAndFlagsHaveTheNumbersOfTheHeaderFile() throws Exception {
        CHeaders.assertCompiles(Map.of(
                "NLMSG_ERROR", NlMessages.TYPE_ERROR,
                "NLMSG_DONE", NlMessages.TYPE_DONE,
                "NLMSG_OVERRUN", NlMessages.TYPE_OVERRUN,
                "NLMSG_MIN_TYPE", NlMessages.TYPE_FIRST_PAYLOAD,
                "NLM_F_DUMP_INTR", NlMessages.FLAG_DUMP_INTERRUPTED,
                "NLM_F_REQUEST", NlMessages.FLAG_REQUEST,
                "NLM_F_DUMP", NlMessages.FLAG_DUMP));
    }

    @Test
    void lengthsAreAlignedAsTheHeaderFileAlignsThem() throws Exception {
        for (int bytes = 0; bytes < 9; bytes++) {
            CHeaders.assertCompiles(Map.of("NLMSG_ALIGN(" + bytes + ")", NlMessages.aligned(bytes)));
            CHeaders.assertCompiles(Map.of("RTA_ALIGN(" + bytes + ")", NlMessages.aligned(bytes)));
        }
    }
}
