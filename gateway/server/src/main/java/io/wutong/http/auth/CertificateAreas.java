package io.wutong.http.auth;

import io.wutong.http.auth.Verified.Reason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The areas that a peer speaks for, read from its certificate: each {@code subjectAltName} of type URI that reads
 * {@code wutong:area:320000}.
 *
 * <p>That the certificate is genuine, in date and unrevoked is TLS's business. A {@code wutong:} name that we do not
 * understand makes the whole certificate invalid: what it was meant to say might have been a restriction.
 */
public final class CertificateAreas {

    private static final int URI_NAME = 6;
    private static final String OURS = "wutong:";
    private static final Pattern AREA = Pattern.compile("wutong:area:([0-9]{6})");

    private CertificateAreas() {}

    /** At least one area of six digits, sorted. */
    public static Verified<Set<String>> of(X509Certificate certificate) {
        Set<String> areas = new TreeSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (!Integer.valueOf(URI_NAME).equals(name.get(0)) || !(name.get(1) instanceof String uri)) {
                    continue;
                }
                var area = AREA.matcher(uri);
                if (area.matches()) {
                    areas.add(area.group(1));
                } else if (uri.regionMatches(true, 0, OURS, 0, OURS.length())) {
                    return Verified.invalid(Reason.CERTIFICATE_MALFORMED);
                }
            }
        } catch (CertificateParsingException e) {
            return Verified.invalid(Reason.CERTIFICATE_MALFORMED);
        }
        return areas.isEmpty()
                ? Verified.invalid(Reason.CERTIFICATE_WITHOUT_AREA)
                : Verified.valid(Collections.unmodifiableSet(areas));
    }
}
