package io.conncount.exporters.web;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS with a server's certificate, and what it asks of clients. */
record Tls(SSLContext context, SSLParameters parameters) {
    /** Does the handshake over a connection. Closing what it returns closes the connection. */
    Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }
}
