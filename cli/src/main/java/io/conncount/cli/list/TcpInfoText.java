package io.conncount.cli.list;

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
    private static final String[] OPTIONS = {" ts", " sack", null, " ecn", " ecnseen", " fastopen"};

    private static final int OPTION_WINDOW_SCALE = 4;

    /** Left out by ss: the timeout before anything is known of the round-trip time was this long once. */
    private static final long RTO_INITIAL_MICROSECONDS = 3_000_000;

    private static final long REORDERING_USUAL = 3;
    private static final long SSTHRESH_SHOWN_END = 0xffff;
    private static final int GAIN_UNIT = 256;
    private static final int MICROSECONDS_PER_MILLISECOND = 1000;
    private static final double BIT_MICROSECONDS = 8_000_000;
    private static final double RATE_UNIT = 1000;
    private static final String RATE_UNITS = "kMGT";

    /** A number after its label, unscaled. */
    record Item(String label, SocketNumber number) {}

    private static final Item[] SIZES = {
        new Item(" mss:", SocketNumber.SND_MSS),
        new Item(" pmtu:", SocketNumber.PMTU),
        new Item(" rcvmss:", SocketNumber.RCV_MSS),
        new Item(" advmss:", SocketNumber.ADVMSS),
        new Item(" cwnd:", SocketNumber.SND_CWND),
    };
    private static final Item[] TOTALS = {
        new Item(" bytes_sent:", SocketNumber.BYTES_SENT),
        new Item(" bytes_retrans:", SocketNumber.BYTES_RETRANS),
        new Item(" bytes_acked:", SocketNumber.BYTES_ACKED),
        new Item(" bytes_received:", SocketNumber.BYTES_RECEIVED),
        new Item(" segs_out:", SocketNumber.SEGS_OUT),
        new Item(" segs_in:", SocketNumber.SEGS_IN),
        new Item(" data_segs_out:", SocketNumber.DATA_SEGS_OUT),
        new Item(" data_segs_in:", SocketNumber.DATA_SEGS_IN),
    };
    private static final Item[] LAST = {
        new Item(" lastsnd:", SocketNumber.LAST_DATA_SENT),
        new Item(" lastrcv:", SocketNumber.LAST_DATA_RECV),
        new Item(" lastack:", SocketNumber.LAST_ACK_RECV),
    };
    private static final Item[] DELIVERED = {
        new Item(" delivered:", SocketNumber.DELIVERED), new Item(" delivered_ce:", SocketNumber.DELIVERED_CE),
    };
    private static final Item UNACKED = new Item(" unacked:", SocketNumber.UNACKED);
    private static final Item LOST = new Item(" lost:", SocketNumber.LOST);
    private static final Item SACKED = new Item(" sacked:", SocketNumber.SACKED);
    private static final Item[] REORDERED = {
        new Item(" dsack_dups:", SocketNumber.DSACK_DUPS), new Item(" fackets:", SocketNumber.FACKETS),
    };
    private static final Item REORD_SEEN = new Item(" reord_seen:", SocketNumber.REORD_SEEN);
    private static final Item[] RECEIVER = {
        new Item(" rcv_space:", SocketNumber.RCV_SPACE),
        new Item(" rcv_ssthresh:", SocketNumber.RCV_SSTHRESH),
        new Item(" notsent:", SocketNumber.NOTSENT),
    };
    private static final Item[] WINDOWS = {
        new Item(" rcv_ooopack:", SocketNumber.RCV_OOOPACK), new Item(" snd_wnd:", SocketNumber.SND_WND),
    };
    /** What ss 6.1 does not show. */
    private static final Item[] LATER = {
        new Item(" rcv_wnd:", SocketNumber.RCV_WND),
        new Item(" rehash:", SocketNumber.REHASH),
        new Item(" total_rto:", SocketNumber.TOTAL_RTO),
        new Item(" total_rto_recoveries:", SocketNumber.TOTAL_RTO_RECOVERIES),
    };

    private final boolean options;
    private final boolean strict;
    private final boolean rounded;
    private final byte[] congestion = new byte[64];
    private final byte[] text = new byte[4096];

    /**
     * A writer of such texts.
     *
     * @param options true to begin with the options that were agreed upon
     * @param strict true to show nothing that ss 6.1 does not
     * @param rounded true for rates of three digits with a unit, as ss has them without {@code -n}
     */
    TcpInfoText(boolean options, boolean strict, boolean rounded) {
        this.options = options;
        this.strict = strict;
        this.rounded = rounded;
    }

    void write(SocketView socket, TextBuffer out) {
        long agreed = socket.number(SocketNumber.TCP_OPTIONS);
        if (agreed != SocketView.UNKNOWN) {
            writeTcpInfo(socket, agreed, out);
        }
        if (strict) {
            int bytes = Math.min(socket.text(SocketText.MD5_KEYS, text), text.length);
            out.label(bytes > 0 ? " md5keys:" : "").put(text, 0, Math.max(0, bytes));
        }
        writeText(socket, SocketText.UPPER_LAYER, " tcp-ulp-", out);
        writeText(socket, SocketText.MPTCP, " ", out);
    }

    private void writeText(SocketView socket, SocketText which, String label, TextBuffer out) {
        int bytes = Math.min(socket.text(which, text), text.length);
        if (bytes > 0) {
            Escaper.TEXT.put(out.label(label), text, bytes);
        }
    }

    private void writeTcpInfo(SocketView socket, long agreed, TextBuffer out) {
        writeOptions(socket, agreed, out);
        writeTimes(socket, out);
        put(socket, SIZES, out);
        long ssthresh = known(socket, SocketNumber.SND_SSTHRESH);
        if (ssthresh > 0 && ssthresh < SSTHRESH_SHOWN_END) {
            out.label(" ssthresh:").decimal(ssthresh);
        }
        put(socket, TOTALS, out);
        writeDctcp(socket, out);
        writeBbr(socket, out);
        writeRates(socket, out);
        writeBusy(socket, out);
        writeLosses(socket, out);
        millisecondsOf(socket, SocketNumber.RCV_RTT, " rcv_rtt:", out);
        put(socket, RECEIVER, out);
        millisecondsOf(socket, SocketNumber.MIN_RTT, " minrtt:", out);
        put(socket, WINDOWS, out);
        if (!strict) {
            writeLater(socket, out);
        }
    }

    private static void writeLater(SocketView socket, TextBuffer out) {
        put(socket, LATER, out);
        long rtoTime = known(socket, SocketNumber.TOTAL_RTO_TIME);
        if (rtoTime > 0) {
            out.label(" total_rto_time:").decimal(rtoTime).label("ms");
        }
    }

    private void writeOptions(SocketView socket, long agreed, TextBuffer out) {
        for (int bit = 0; options && bit < OPTIONS.length; bit++) {
            if (OPTIONS[bit] != null && (agreed & 1L << bit) != 0) {
                out.label(OPTIONS[bit]);
            }
        }
        int nameBytes = Math.min(socket.text(SocketText.CONGESTION, congestion), congestion.length);
        if (nameBytes > 0) {
            Escaper.COLUMN.put(out.put(' '), congestion, nameBytes);
        }
        if ((agreed & OPTION_WINDOW_SCALE) != 0) {
            out.label(" wscale:").decimal(socket.number(SocketNumber.SND_WSCALE));
            out.put(',').decimal(socket.number(SocketNumber.RCV_WSCALE));
        }
    }

    private static void writeTimes(SocketView socket, TextBuffer out) {
        if (socket.number(SocketNumber.RTO) != RTO_INITIAL_MICROSECONDS) {
            millisecondsOf(socket, SocketNumber.RTO, " rto:", out);
        }
        long backoff = known(socket, SocketNumber.BACKOFF);
        if (backoff > 0) {
            out.label(" backoff:").decimal(backoff);
        }
        long rtt = known(socket, SocketNumber.RTT);
        if (rtt > 0) {
            milliseconds(out.label(" rtt:"), rtt);
            milliseconds(out.put('/'), known(socket, SocketNumber.RTTVAR));
        }
        millisecondsOf(socket, SocketNumber.ATO, " ato:", out);
    }

    private static void writeDctcp(SocketView socket, TextBuffer out) {
        long enabled = socket.number(SocketNumber.DCTCP_ENABLED);
        if (enabled == 0) {
            out.label(" dctcp:fallback_mode");
        } else if (enabled != SocketView.UNKNOWN) {
            out.label(" dctcp:(ce_state:").decimal(known(socket, SocketNumber.DCTCP_CE_STATE));
            out.label(",alpha:").decimal(known(socket, SocketNumber.DCTCP_ALPHA));
            out.label(",ab_ecn:").decimal(known(socket, SocketNumber.DCTCP_AB_ECN));
            out.label(",ab_tot:")
                    .decimal(known(socket, SocketNumber.DCTCP_AB_TOTAL))
                    .put(')');
        }
    }

    private void writeBbr(SocketView socket, TextBuffer out) {
        long bandwidth = socket.number(SocketNumber.BBR_BANDWIDTH);
        if (bandwidth == SocketView.UNKNOWN) {
            return;
        }
        bitsPerSecond(out.label(" bbr:(bw:"), (double) bandwidth);
        milliseconds(out.label(",mrtt:"), known(socket, SocketNumber.BBR_MIN_RTT));
        long pacing = known(socket, SocketNumber.BBR_PACING_GAIN);
        if (pacing > 0) {
            Fraction.general(out.label(",pacing_gain:"), pacing, GAIN_UNIT);
        }
        long window = known(socket, SocketNumber.BBR_CWND_GAIN);
        if (window > 0) {
            Fraction.general(out.label(",cwnd_gain:"), window, GAIN_UNIT);
        }
        out.put(')');
    }

    private void writeRates(SocketView socket, TextBuffer out) {
        long rtt = known(socket, SocketNumber.RTT);
        if (known(socket, SocketNumber.VEGAS_ENABLED) > 0 && known(socket, SocketNumber.VEGAS_RTT) > 0) {
            rtt = socket.number(SocketNumber.VEGAS_RTT);
        }
        long segmentBytes = known(socket, SocketNumber.SND_MSS);
        long window = known(socket, SocketNumber.SND_CWND);
        if (rtt > 0 && segmentBytes > 0 && window > 0) {
            bitsPerSecond(out.label(" send "), (double) window * segmentBytes * BIT_MICROSECONDS / rtt);
        }
        put(socket, LAST, out);
        long pacing = known(socket, SocketNumber.PACING_RATE);
        if (pacing > 0) {
            bitsPerSecond(out.label(" pacing_rate "), (double) pacing);
            long pacingMax = known(socket, SocketNumber.MAX_PACING_RATE);
            if (pacingMax > 0) {
                bitsPerSecond(out.put('/'), (double) pacingMax);
            }
        }
        long delivery = known(socket, SocketNumber.DELIVERY_RATE);
        if (delivery > 0) {
            bitsPerSecond(out.label(" delivery_rate "), (double) delivery);
        }
        put(socket, DELIVERED, out);
        if (known(socket, SocketNumber.APP_LIMITED) > 0) {
            out.label(" app_limited");
        }
    }

    private void bitsPerSecond(TextBuffer out, double rate) {
        if (rounded) {
            roundedRate(out, rate);
        } else {
            Fraction.whole(out, rate);
        }
        out.label("bps");
    }

    /** As {@code %.3g} of C with a unit, or {@code %g} without one. */
    private static void roundedRate(TextBuffer out, double rate) {
        double left = rate;
        int unit = 0;
        while (left >= RATE_UNIT && unit < RATE_UNITS.length()) {
            left /= RATE_UNIT;
            unit++;
        }
        int decimals = unit == 0 ? 5 : 2;
        for (double digits = left; digits >= 10 && decimals > 0; digits /= 10) {
            decimals--;
        }
        long number = (long) Math.rint(left * Math.pow(10, decimals));
        for (; decimals > 0 && number % 10 == 0; decimals--) {
            number /= 10;
        }
        out.decimals(number, decimals);
        if (unit > 0) {
            out.put(RATE_UNITS.charAt(unit - 1));
        }
    }

    private static void writeBusy(SocketView socket, TextBuffer out) {
        long busy = known(socket, SocketNumber.BUSY);
        if (busy > 0) {
            out.label(" busy:").decimal(busy / MICROSECONDS_PER_MILLISECOND).label("ms");
            limited(socket, SocketNumber.RWND_LIMITED, busy, " rwnd_limited:", out);
            limited(socket, SocketNumber.SNDBUF_LIMITED, busy, " sndbuf_limited:", out);
        }
    }

    private static void limited(SocketView socket, SocketNumber which, long busy, String label, TextBuffer out) {
        long time = known(socket, which);
        if (time > 0) {
            out.label(label).decimal(time / MICROSECONDS_PER_MILLISECOND).label("ms");
            Fraction.percent(out.put('('), time, busy);
            out.label("%)");
        }
    }

    private static void writeLosses(SocketView socket, TextBuffer out) {
        put(socket, UNACKED, out);
        long retrans = known(socket, SocketNumber.RETRANS);
        long retransTotal = known(socket, SocketNumber.TOTAL_RETRANS);
        if (retrans > 0 || retransTotal > 0) {
            out.label(" retrans:").decimal(retrans).put('/').decimal(retransTotal);
        }
        put(socket, LOST, out);
        if (socket.state() != TcpState.LISTEN) {
            put(socket, SACKED, out);
        }
        put(socket, REORDERED, out);
        long reordering = socket.number(SocketNumber.REORDERING);
        if (reordering != REORDERING_USUAL && reordering != SocketView.UNKNOWN) {
            out.label(" reordering:").decimal(reordering);
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
            out.label(item.label).decimal(number);
        }
    }

    private static void millisecondsOf(SocketView socket, SocketNumber which, String label, TextBuffer out) {
        long microseconds = socket.number(which);
        if (microseconds > 0) {
            milliseconds(out.label(label), microseconds);
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
