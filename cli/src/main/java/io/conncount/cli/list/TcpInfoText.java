package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;

/**
 * What {@code ss -i} shows for a TCP socket, in its order and spelling, followed by the numbers of later kernels. Numbers that
 * are 0 or unknown are left out. Rates are in bits per second, times in milliseconds.
 */
final class TcpInfoText {
    /** {@code TCPI_OPT_*} of {@code linux/tcp.h}, in the order of their bits; the window scale has a separate field. */
    private static final byte[][] OPTIONS = {
        ascii(" ts"), ascii(" sack"), null, ascii(" ecn"), ascii(" ecnseen"), ascii(" fastopen")
    };

    private static final int OPTION_WINDOW_SCALE = 4;

    /** Left out by ss: the timeout before anything is known of the round-trip time was this long once. */
    private static final long RTO_INITIAL_MICROSECONDS = 3_000_000;

    private static final long REORDERING_USUAL = 3;
    private static final long SSTHRESH_SHOWN_END = 0xffff;
    private static final int GAIN_UNIT = 256;
    private static final int MICROSECONDS_PER_MILLISECOND = 1000;
    private static final double BIT_MICROSECONDS = 8_000_000;

    private static final byte[] WSCALE = ascii(" wscale:");
    private static final byte[] RTO = ascii(" rto:");
    private static final byte[] BACKOFF = ascii(" backoff:");
    private static final byte[] RTT = ascii(" rtt:");
    private static final byte[] ATO = ascii(" ato:");
    private static final byte[] SSTHRESH = ascii(" ssthresh:");
    private static final byte[] DCTCP = ascii(" dctcp:(ce_state:");
    private static final byte[] DCTCP_FALLBACK = ascii(" dctcp:fallback_mode");
    private static final byte[] ALPHA = ascii(",alpha:");
    private static final byte[] AB_ECN = ascii(",ab_ecn:");
    private static final byte[] AB_TOTAL = ascii(",ab_tot:");
    private static final byte[] BBR = ascii(" bbr:(bw:");
    private static final byte[] BBR_MIN_RTT = ascii("bps,mrtt:");
    private static final byte[] BBR_PACING_GAIN = ascii(",pacing_gain:");
    private static final byte[] BBR_CWND_GAIN = ascii(",cwnd_gain:");
    private static final byte[] SEND = ascii(" send ");
    private static final byte[] BPS = ascii("bps");
    private static final byte[] PACING_RATE = ascii(" pacing_rate ");
    private static final byte[] DELIVERY_RATE = ascii(" delivery_rate ");
    private static final byte[] APP_LIMITED = ascii(" app_limited");
    private static final byte[] BUSY = ascii(" busy:");
    private static final byte[] RWND_LIMITED = ascii(" rwnd_limited:");
    private static final byte[] SNDBUF_LIMITED = ascii(" sndbuf_limited:");
    private static final byte[] MILLISECONDS = ascii("ms");
    private static final byte[] PERCENT = ascii("%)");
    private static final byte[] RETRANS = ascii(" retrans:");
    private static final byte[] REORDERING = ascii(" reordering:");
    private static final byte[] RCV_RTT = ascii(" rcv_rtt:");
    private static final byte[] MIN_RTT = ascii(" minrtt:");
    private static final byte[] TOTAL_RTO_TIME = ascii(" total_rto_time:");

    /** A number after its label, unscaled. */
    private static final class Item {
        private final byte[] label;
        private final SocketNumber number;

        private Item(String label, SocketNumber number) {
            this.label = ascii(label);
            this.number = number;
        }

        static Item of(String label, SocketNumber number) {
            return new Item(label, number);
        }
    }

    private static final Item[] SIZES = {
        Item.of(" mss:", SocketNumber.SND_MSS),
        Item.of(" pmtu:", SocketNumber.PMTU),
        Item.of(" rcvmss:", SocketNumber.RCV_MSS),
        Item.of(" advmss:", SocketNumber.ADVMSS),
        Item.of(" cwnd:", SocketNumber.SND_CWND),
    };
    private static final Item[] TOTALS = {
        Item.of(" bytes_sent:", SocketNumber.BYTES_SENT),
        Item.of(" bytes_retrans:", SocketNumber.BYTES_RETRANS),
        Item.of(" bytes_acked:", SocketNumber.BYTES_ACKED),
        Item.of(" bytes_received:", SocketNumber.BYTES_RECEIVED),
        Item.of(" segs_out:", SocketNumber.SEGS_OUT),
        Item.of(" segs_in:", SocketNumber.SEGS_IN),
        Item.of(" data_segs_out:", SocketNumber.DATA_SEGS_OUT),
        Item.of(" data_segs_in:", SocketNumber.DATA_SEGS_IN),
    };
    private static final Item[] LAST = {
        Item.of(" lastsnd:", SocketNumber.LAST_DATA_SENT),
        Item.of(" lastrcv:", SocketNumber.LAST_DATA_RECV),
        Item.of(" lastack:", SocketNumber.LAST_ACK_RECV),
    };
    private static final Item[] DELIVERED = {
        Item.of(" delivered:", SocketNumber.DELIVERED), Item.of(" delivered_ce:", SocketNumber.DELIVERED_CE),
    };
    private static final Item UNACKED = Item.of(" unacked:", SocketNumber.UNACKED);
    private static final Item LOST = Item.of(" lost:", SocketNumber.LOST);
    private static final Item SACKED = Item.of(" sacked:", SocketNumber.SACKED);
    private static final Item[] REORDERED = {
        Item.of(" dsack_dups:", SocketNumber.DSACK_DUPS), Item.of(" fackets:", SocketNumber.FACKETS),
    };
    private static final Item REORD_SEEN = Item.of(" reord_seen:", SocketNumber.REORD_SEEN);
    private static final Item[] RECEIVER = {
        Item.of(" rcv_space:", SocketNumber.RCV_SPACE),
        Item.of(" rcv_ssthresh:", SocketNumber.RCV_SSTHRESH),
        Item.of(" notsent:", SocketNumber.NOTSENT),
    };
    private static final Item[] WINDOWS = {
        Item.of(" rcv_ooopack:", SocketNumber.RCV_OOOPACK),
        Item.of(" snd_wnd:", SocketNumber.SND_WND),
        Item.of(" rcv_wnd:", SocketNumber.RCV_WND),
        Item.of(" rehash:", SocketNumber.REHASH),
        Item.of(" total_rto:", SocketNumber.TOTAL_RTO),
        Item.of(" total_rto_recoveries:", SocketNumber.TOTAL_RTO_RECOVERIES),
    };

    private final boolean options;
    private final byte[] congestion = new byte[64];

    /**
     * A writer of such texts.
     *
     * @param options true to begin with the options that were agreed upon
     */
    TcpInfoText(boolean options) {
        this.options = options;
    }

    void write(SocketView socket, TextBuffer out) {
        long agreed = socket.number(SocketNumber.TCP_OPTIONS);
        if (agreed == SocketView.UNKNOWN) {
            return;
        }
        writeOptions(socket, agreed, out);
        writeTimes(socket, out);
        put(socket, SIZES, out);
        long ssthresh = known(socket, SocketNumber.SND_SSTHRESH);
        if (ssthresh > 0 && ssthresh < SSTHRESH_SHOWN_END) {
            out.put(SSTHRESH).decimal(ssthresh);
        }
        put(socket, TOTALS, out);
        writeDctcp(socket, out);
        writeBbr(socket, out);
        writeRates(socket, out);
        writeBusy(socket, out);
        writeLosses(socket, out);
        millisecondsOf(socket, SocketNumber.RCV_RTT, RCV_RTT, out);
        put(socket, RECEIVER, out);
        millisecondsOf(socket, SocketNumber.MIN_RTT, MIN_RTT, out);
        put(socket, WINDOWS, out);
        long rtoTime = known(socket, SocketNumber.TOTAL_RTO_TIME);
        if (rtoTime > 0) {
            out.put(TOTAL_RTO_TIME).decimal(rtoTime).put(MILLISECONDS);
        }
    }

    private void writeOptions(SocketView socket, long agreed, TextBuffer out) {
        for (int bit = 0; options && bit < OPTIONS.length; bit++) {
            if (OPTIONS[bit] != null && (agreed & 1L << bit) != 0) {
                out.put(OPTIONS[bit]);
            }
        }
        int nameBytes = Math.min(socket.text(SocketText.CONGESTION, congestion), congestion.length);
        if (nameBytes > 0) {
            Escaper.COLUMN.put(out.put(' '), congestion, nameBytes);
        }
        if ((agreed & OPTION_WINDOW_SCALE) != 0) {
            out.put(WSCALE).decimal(socket.number(SocketNumber.SND_WSCALE));
            out.put(',').decimal(socket.number(SocketNumber.RCV_WSCALE));
        }
    }

    private static void writeTimes(SocketView socket, TextBuffer out) {
        if (socket.number(SocketNumber.RTO) != RTO_INITIAL_MICROSECONDS) {
            millisecondsOf(socket, SocketNumber.RTO, RTO, out);
        }
        long backoff = known(socket, SocketNumber.BACKOFF);
        if (backoff > 0) {
            out.put(BACKOFF).decimal(backoff);
        }
        long rtt = known(socket, SocketNumber.RTT);
        if (rtt > 0) {
            milliseconds(out.put(RTT), rtt);
            milliseconds(out.put('/'), known(socket, SocketNumber.RTTVAR));
        }
        millisecondsOf(socket, SocketNumber.ATO, ATO, out);
    }

    private static void writeDctcp(SocketView socket, TextBuffer out) {
        long enabled = socket.number(SocketNumber.DCTCP_ENABLED);
        if (enabled == 0) {
            out.put(DCTCP_FALLBACK);
        } else if (enabled != SocketView.UNKNOWN) {
            out.put(DCTCP).decimal(known(socket, SocketNumber.DCTCP_CE_STATE));
            out.put(ALPHA).decimal(known(socket, SocketNumber.DCTCP_ALPHA));
            out.put(AB_ECN).decimal(known(socket, SocketNumber.DCTCP_AB_ECN));
            out.put(AB_TOTAL)
                    .decimal(known(socket, SocketNumber.DCTCP_AB_TOTAL))
                    .put(')');
        }
    }

    private static void writeBbr(SocketView socket, TextBuffer out) {
        long bandwidth = socket.number(SocketNumber.BBR_BANDWIDTH);
        if (bandwidth == SocketView.UNKNOWN) {
            return;
        }
        out.put(BBR).decimal(bandwidth);
        milliseconds(out.put(BBR_MIN_RTT), known(socket, SocketNumber.BBR_MIN_RTT));
        long pacing = known(socket, SocketNumber.BBR_PACING_GAIN);
        if (pacing > 0) {
            Fraction.general(out.put(BBR_PACING_GAIN), pacing, GAIN_UNIT);
        }
        long window = known(socket, SocketNumber.BBR_CWND_GAIN);
        if (window > 0) {
            Fraction.general(out.put(BBR_CWND_GAIN), window, GAIN_UNIT);
        }
        out.put(')');
    }

    private static void writeRates(SocketView socket, TextBuffer out) {
        long rtt = known(socket, SocketNumber.RTT);
        if (known(socket, SocketNumber.VEGAS_ENABLED) > 0 && known(socket, SocketNumber.VEGAS_RTT) > 0) {
            rtt = socket.number(SocketNumber.VEGAS_RTT);
        }
        long segmentBytes = known(socket, SocketNumber.SND_MSS);
        long window = known(socket, SocketNumber.SND_CWND);
        if (rtt > 0 && segmentBytes > 0 && window > 0) {
            Fraction.whole(out.put(SEND), (double) window * segmentBytes * BIT_MICROSECONDS / rtt);
            out.put(BPS);
        }
        put(socket, LAST, out);
        long pacing = known(socket, SocketNumber.PACING_RATE);
        if (pacing > 0) {
            out.put(PACING_RATE).decimal(pacing).put(BPS);
            long pacingMax = known(socket, SocketNumber.MAX_PACING_RATE);
            if (pacingMax > 0) {
                out.put('/').decimal(pacingMax).put(BPS);
            }
        }
        long delivery = known(socket, SocketNumber.DELIVERY_RATE);
        if (delivery > 0) {
            out.put(DELIVERY_RATE).decimal(delivery).put(BPS);
        }
        put(socket, DELIVERED, out);
        if (known(socket, SocketNumber.APP_LIMITED) > 0) {
            out.put(APP_LIMITED);
        }
    }

    private static void writeBusy(SocketView socket, TextBuffer out) {
        long busy = known(socket, SocketNumber.BUSY);
        if (busy > 0) {
            out.put(BUSY).decimal(busy / MICROSECONDS_PER_MILLISECOND).put(MILLISECONDS);
            limited(socket, SocketNumber.RWND_LIMITED, busy, RWND_LIMITED, out);
            limited(socket, SocketNumber.SNDBUF_LIMITED, busy, SNDBUF_LIMITED, out);
        }
    }

    private static void limited(SocketView socket, SocketNumber which, long busy, byte[] label, TextBuffer out) {
        long time = known(socket, which);
        if (time > 0) {
            out.put(label).decimal(time / MICROSECONDS_PER_MILLISECOND).put(MILLISECONDS);
            Fraction.percent(out.put('('), time, busy);
            out.put(PERCENT);
        }
    }

    private static void writeLosses(SocketView socket, TextBuffer out) {
        put(socket, UNACKED, out);
        long retrans = known(socket, SocketNumber.RETRANS);
        long retransTotal = known(socket, SocketNumber.TOTAL_RETRANS);
        if (retrans > 0 || retransTotal > 0) {
            out.put(RETRANS).decimal(retrans).put('/').decimal(retransTotal);
        }
        put(socket, LOST, out);
        if (socket.state() != TcpState.LISTEN) {
            put(socket, SACKED, out);
        }
        put(socket, REORDERED, out);
        long reordering = socket.number(SocketNumber.REORDERING);
        if (reordering != REORDERING_USUAL && reordering != SocketView.UNKNOWN) {
            out.put(REORDERING).decimal(reordering);
        }
        put(socket, REORD_SEEN, out);
    }

    private static void put(SocketView socket, Item[] items, TextBuffer out) {
        for (Item item : items) {
            put(socket, item, out);
        }
    }

    private static void put(SocketView socket, Item item, TextBuffer out) {
        long number = socket.number(item.number);
        if (number > 0) {
            out.put(item.label).decimal(number);
        }
    }

    private static void millisecondsOf(SocketView socket, SocketNumber which, byte[] label, TextBuffer out) {
        long microseconds = socket.number(which);
        if (microseconds > 0) {
            milliseconds(out.put(label), microseconds);
        }
    }

    private static void milliseconds(TextBuffer out, long microseconds) {
        Fraction.general(out, microseconds, MICROSECONDS_PER_MILLISECOND);
    }

    /** The number; 0 where the kernel did not say. */
    private static long known(SocketView socket, SocketNumber which) {
        return Math.max(0, socket.number(which));
    }
}
