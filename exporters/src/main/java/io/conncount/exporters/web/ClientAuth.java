package io.conncount.exporters.web;

/** What is required of a client's certificate, with the names of exporter-toolkit, which are Go's. */
enum ClientAuth {
    NoClientCert(false, false),
    RequestClientCert(false, false),
    RequireAnyClientCert(true, false),
    VerifyClientCertIfGiven(false, true),
    RequireAndVerifyClientCert(true, true);

    /** There must be one. */
    final boolean isNeeded;

    /** A certificate is optional, but a client CA must have signed it. */
    final boolean isVerified;

    ClientAuth(boolean isNeeded, boolean isVerified) {
        this.isNeeded = isNeeded;
        this.isVerified = isVerified;
    }
}
