package io.conncount.cli.fleet;

import io.conncount.json.JsonReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Asks a Prometheus over its HTTP API (stable since version 2): instant queries, and values of a label. */
final class PrometheusClient {
    private static final long BYTES_MAX = 256L << 20;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /**
     * How to reach it.
     *
     * @param authorization the value of that header; empty to send none
     * @param trust empty for the certificates that Java trusts
     * @param deadline for each answer
     */
    record Access(URI url, Optional<String> authorization, Optional<SSLContext> trust, Duration deadline) {}

    /** A series of an answer. */
    record Series(Map<String, String> labels, double value) {}

    /**
     * An answer.
     *
     * @param warnings why it may be partial
     */
    record Vector(List<Series> series, List<String> warnings) {}

    private final Access access;

    PrometheusClient(Access access) {
        this.access = access;
    }

    /**
     * Asks an instant query.
     *
     * @param at the moment it is about; empty for now
     * @throws IOException if there is no answer: the message is for people
     */
    Vector query(String query, Optional<Instant> at) throws IOException {
        Map<String, String> parameters = new HashMap<>(Map.of("query", query));
        at.ifPresent(time -> parameters.put("time", time.toString()));
        parameters.put("timeout", access.deadline().toMillis() + "ms");
        List<Series> series = new ArrayList<>();
        List<String> warnings = ask(
                "query",
                parameters,
                reader -> reader.object(name -> {
                    if (name.equals("result")) {
                        reader.array(() -> series.add(series(reader)));
                    } else {
                        reader.skip();
                    }
                }));
        return new Vector(series, warnings);
    }

    /** The names of the metrics that match. */
    List<String> names(String matcher) throws IOException {
        List<String> names = new ArrayList<>();
        ask(
                "label/__name__/values",
                Map.of("match[]", matcher),
                reader -> reader.array(() -> names.add(reader.text())));
        return names;
    }

    private static Series series(JsonReader reader) throws IOException {
        Map<String, String> labels = new HashMap<>();
        double[] value = {Double.NaN};
        reader.object(name -> {
            if (name.equals("metric")) {
                reader.object(label -> labels.put(label, reader.text()));
            } else if (name.equals("value")) {
                List<String> pair = new ArrayList<>();
                reader.array(() -> pair.add(reader.textOrNumber()));
                value[0] = number(pair, reader);
            } else {
                reader.skip();
            }
        });
        return new Series(labels, value[0]);
    }

    private static double number(List<String> pair, JsonReader reader) throws IOException {
        try {
            return Double.parseDouble(pair.get(1));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw reader.wrong("a time and a number");
        }
    }

    /** Takes the member {@code data}. */
    @FunctionalInterface
    private interface Data {
        void take(JsonReader reader) throws IOException;
    }

    private List<String> ask(String path, Map<String, String> parameters, Data data) throws IOException {
        Answer answer = send(path, parameters);
        List<String> warnings = new ArrayList<>();
        List<String> error = new ArrayList<>();
        try (InputStream body = answer.body()) {
            JsonReader reader = new JsonReader(body);
            reader.object(name -> {
                switch (name) {
                    case "data" -> data.take(reader);
                    case "warnings" -> reader.array(() -> warnings.add(reader.text()));
                    case "error" -> error.add(reader.text());
                    default -> reader.skip();
                }
            });
        } catch (SocketTimeoutException e) {
            throw late(e);
        } catch (IOException e) {
            throw said(answer.status(), e.getMessage(), e);
        }
        if (!error.isEmpty() || answer.status() != HttpURLConnection.HTTP_OK) {
            throw said(answer.status(), error.isEmpty() ? "no answer" : error.get(0), null);
        }
        return warnings;
    }

    private IOException said(int status, String text, Exception cause) {
        String remedy = status == UNAUTHORIZED || status == FORBIDDEN
                ? "; give --token-file, or --user and --password-file"
                : status == 200 ? "; is that the address of a Prometheus?" : "";
        return new PrometheusException(access.url() + ": HTTP " + status + ": " + text + remedy, cause);
    }

    /** An answer whose body is still to be read. */
    private record Answer(int status, InputStream body) {}

    /** By the client that Java has had for long: the newer one takes half a second to load. */
    private Answer send(String path, Map<String, String> parameters) throws IOException {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
        String base = access.url().toString().replaceFirst("/+$", "");
        URI asked = URI.create(base + "/api/v1/" + path + "?" + String.join("&", pairs));
        try {
            HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
            if (connection instanceof HttpsURLConnection tls) {
                access.trust().ifPresent(trust -> tls.setSSLSocketFactory(trust.getSocketFactory()));
            }
            int deadlineMillis = (int) access.deadline().toMillis();
            connection.setConnectTimeout(deadlineMillis);
            connection.setReadTimeout(deadlineMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Accept", "application/json");
            access.authorization().ifPresent(value -> connection.setRequestProperty("Authorization", value));
            int status = connection.getResponseCode();
            InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream();
            return new Answer(status, new Bounded(body == null ? InputStream.nullInputStream() : body));
        } catch (ConnectException | UnknownHostException e) {
            throw new PrometheusException(base + ": cannot connect; is Prometheus running there?", e);
        } catch (SocketTimeoutException e) {
            throw late(e);
        } catch (SSLException e) {
            throw new PrometheusException(
                    base + ": TLS: " + e.getMessage() + "; --ca-file names the certificates to trust", e);
        }
    }

    private PrometheusException late(SocketTimeoutException e) {
        return new PrometheusException(
                access.url() + ": no answer within " + access.deadline().toSeconds() + " s; --timeout waits longer", e);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Ends with an error where an answer would never end. */
    private final class Bounded extends FilterInputStream {
        private final long begunNanos = System.nanoTime();
        private long left = BYTES_MAX;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int bytes = in.read(into, from, most);
            left -= Math.max(0, bytes);
            if (System.nanoTime() - begunNanos > access.deadline().toNanos()) {
                throw new SocketTimeoutException("the answer does not end");
            }
            if (left < 0) {
                throw new IOException("the answer has more than " + BYTES_MAX + " bytes, the limit");
            }
            return bytes;
        }
    }
}
