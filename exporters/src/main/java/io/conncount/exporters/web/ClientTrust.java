package io.conncount.exporters.web;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Accepts client certificates: signed by an authority, if required, and with an allowed name. */
final class ClientTrust extends X509ExtendedTrustManager {
    private final Optional<X509ExtendedTrustManager> verifier;
    private final X509Certificate[] authorities;
    private final Set<String> allowedNames;

    /**
     * @param authorities sent to clients, so that they can choose a certificate
     * @param allowedNames one of these must be among the subject's alternative names; empty for no such rule
     */
    private ClientTrust(
            Optional<X509ExtendedTrustManager> verifier, List<X509Certificate> authorities, Set<String> allowedNames) {
        this.verifier = verifier;
        this.authorities = authorities.toArray(X509Certificate[]::new);
        this.allowedNames = Set.copyOf(allowedNames);
    }

    /** Accepts every certificate with one of these names, with any signer. */
    static ClientTrust inAnybody(Set<String> allowedNames) {
        return new ClientTrust(Optional.empty(), List.of(), allowedNames);
    }

    /** In those that one of these authorities has signed. */
    static ClientTrust by(List<X509Certificate> authorities, Set<String> allowedNames) throws GeneralSecurityException {
        KeyStore store = Pem.emptyStore();
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return new ClientTrust(Optional.of(verifier(store)), authorities, allowedNames);
    }

    /** Accepts certificates signed by one of the system's authorities. They are not sent to clients: there are over a hundred. */
    static ClientTrust bySystem(Set<String> allowedNames) throws GeneralSecurityException {
        return new ClientTrust(Optional.of(verifier(null)), List.of(), allowedNames);
    }

    /**
     * @param store of authorities; null for those of the running Java, which a distribution's Java takes from the system
     */
    private static X509ExtendedTrustManager verifier(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private void checkName(X509Certificate client) throws CertificateException {
        Set<String> names = new HashSet<>(allowedNames);
        names.retainAll(names(client));
        if (!allowedNames.isEmpty() && names.isEmpty()) {
            throw new CertificateException("none of the certificate's names is in client_allowed_sans");
        }
    }

    /** The subject's alternative names as texts: DNS, e-mail, URI and IP. */
    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> alternative : alternatives) { // a number for the kind, then the name
                if (alternative.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType, socket);
        }
        checkName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType, engine);
        }
        checkName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType);
        }
        checkName(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noClient();
    }

    private static CertificateException noClient() {
        return new CertificateException("this is a server");
    }
}
