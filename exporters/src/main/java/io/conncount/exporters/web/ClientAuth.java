package io.conncount.exporters.web;

/** What is asked of a client's certificate, by exporter-toolkit's names, which are Go's. */
enum ClientAuth {
    NoClientCert(false, false),
    RequestClientCert(false, false),
    RequireAnyClientCert(true, false),
    VerifyClientCertIfGiven(false, true),
    RequireAndVerifyClientCert(true, true);

    /** There must be one. */
    final boolean isNeeded;

    /** If there is one, a client CA must have signed it. */
    final boolean isVerified;

    ClientAuth(boolean isNeeded, boolean isVerified) {
        this.isNeeded = isNeeded;
        this.isVerified = isVerified;
    }
}
