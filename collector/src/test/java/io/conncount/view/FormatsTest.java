package io.conncount.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.collect.ListenQueue;
import io.conncount.names.KnownNames;
import io.conncount.socket.AddressFamily;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.TableFormat.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of any kind come out in every format with nothing but a list of columns. */
class FormatsTest {
    private static final List<ListenQueue> LISTENERS = List.of(
            new ListenQueue(AddressFamily.IPV4, 0, 0, 443, 128, 512, 4, 32, 128),
            new ListenQueue(AddressFamily.IPV6, 0x2001_0db8_0000_0000L, 1, 8443, 3, 4096));

    private static final Document DOCUMENT = new Document() {
        @Override
        public String rows() {
            return "listeners";
        }

        @Override
        public String head() {
            return "\"host\":\"web1\"";
        }

        @Override
        public String rest() {
            return "\"complete\":true";
        }
    };

    private static String written(RowWriter<ListenQueue> writer) {
        TextBuffer out = new TextBuffer(16);
        writer.open(DOCUMENT, out);
        writer.header(out);
        int from = out.length();
        LISTENERS.forEach(row -> writer.row(row, out));
        writer.close(DOCUMENT, out);
        String text = out.toString();
        // The comma before the first row is dropped by whoever puts rows of several threads together.
        return text.substring(0, from) + (text.startsWith(",", from) ? text.substring(from + 1) : text.substring(from));
    }

    @Test
    void plainColumns() {
        assertEquals("""
                ADDRESS      PORT  WAITING    LIMIT  SOCKETS FAMILY
                *             443      128      512        4 ipv4
                2001:db8::1     8443        3     4096        1 ipv6
                """, written(new PlainFormat<>(ListenQueueColumns.ALL, KnownNames.NONE)));
    }

    @Test
    void csv() {
        assertEquals("""
                address,port,waiting,limit,sockets,family
                *,443,128,512,4,ipv4
                2001:db8::1,8443,3,4096,1,ipv6
                """, written(new CsvFormat<>(ListenQueueColumns.ALL, KnownNames.NONE)));
    }

    @Test
    void jsonAsOneDocument() {
        assertEquals("""
                {"host":"web1","listeners":[\
                {"address":"*","port":443,"waiting":128,"limit":512,"sockets":4,"family":"ipv4"},\
                {"address":"2001:db8::1","port":8443,"waiting":3,"limit":4096,"sockets":1,"family":"ipv6"}],\
                "complete":true}
                """, written(JsonFormat.document(ListenQueueColumns.ALL, KnownNames.NONE)));
    }

    @Test
    void jsonByLines() {
        assertEquals("""
                {"address":"*","port":443,"waiting":128,"limit":512,"sockets":4,"family":"ipv4"}
                {"address":"2001:db8::1","port":8443,"waiting":3,"limit":4096,"sockets":1,"family":"ipv6"}
                {"host":"web1","complete":true}
                """, written(JsonFormat.lines(ListenQueueColumns.ALL, KnownNames.NONE)));
    }

    @Test
    void tableWithSharesAndBars() {
        Style style = new Style(80, false, false);
        assertEquals("""
                ADDRESS      PORT  WAITING  LIMIT  FULLEST  SOCKETS  FAMILY
                *             443      128    512  25.00 %        4  ipv4    #####
                2001:db8::1  8443        3  4,096   0.07 %        1  ipv6
                """, written(new TableFormat<>(ListenQueueColumns.ALL, KnownNames.NONE, style)));
    }

    @Test
    void html() {
        List<Column<ListenQueue>> columns =
                List.of(ListenQueueColumns.ADDRESS, ListenQueueColumns.WAITING, ListenQueueColumns.BAR);
        assertEquals(
                "<table><thead><tr><th>address</th><th class=\"n\">waiting</th><th></th></tr></thead><tbody>"
                        + "<tr class=\"bad\"><td>*</td><td class=\"n\">128</td><td class=\"bar\">"
                        + "<svg role=\"presentation\"><rect width=\"25.0%\" height=\"100%\"/></svg></td></tr>"
                        + "<tr><td>2001:db8::1</td><td class=\"n\">3</td><td class=\"bar\">"
                        + "<svg role=\"presentation\"><rect width=\"0.1%\" height=\"100%\"/></svg></td></tr>"
                        + "</tbody></table>",
                written(new HtmlFormat<>(columns, KnownNames.NONE, row -> row.length() > 100 ? "bad" : "")));
    }
}
