package io.wutong.store.imports;

import io.wutong.coverage.CareFiling;
import io.wutong.coverage.CertHash;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.topology.Areas;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads persons, one JSON object a line: {@code baseinfo}, {@code insuinfo} and {@code idetinfo} as 1101 answers them;
 * {@code acct_mulaid_balc} in a row of {@code insuinfo}, what family mutual aid holds; {@code filings} for care away from
 * home ({@code type, area, begndate, enddate, no, chain}); {@code designated}, codes of the institutions chosen.
 */
public final class PersonFile {

    private PersonFile() {}

    /**
     * A person as read.
     *
     * @param areas where this person is insured
     */
    public record Read(Person person, List<String> areas) {}

    /**
     * Reads the file.
     *
     * @param node the home node
     * @throws IllegalArgumentException naming line and field
     */
    public static List<Read> read(List<String> lines, String node, Areas areas, CertHash hash) {
        List<Read> list = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                list.add(person(Json.read(lines.get(i)), node, areas, hash));
            } catch (IllegalArgumentException | DateTimeException | Refusal e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return list;
    }

    /** What is read only when it counts must be readable now. */
    private static void requireReadable(Insured person, Areas areas) {
        person.identities(LocalDate.EPOCH);
        for (Body row : person.chronic()) {
            person.registered(Envelope.required(row, "opsp_dise_code"), LocalDate.EPOCH, List.of());
        }
        for (CareFiling filing : person.filings()) {
            if (!areas.has(filing.area())) {
                throw io.wutong.envelope.Fault.AREA.refusal(filing.area());
            }
        }
    }

    private static Read person(Body body, String node, Areas areas, CertHash hash) {
        Body base = body.body("baseinfo");
        String psnNo = Envelope.required(base, "psn_no");
        String certno = Envelope.required(base, "certno");
        Envelope.required(base, "psn_name");
        List<Coverage> coverages = new ArrayList<>();
        for (Body row : body.bodies("insuinfo")) {
            String area = Envelope.required(row, "insuplc_admdvs");
            if (!areas.has(area)) {
                throw io.wutong.envelope.Fault.AREA.refusal(area);
            }
            coverages.add(new Coverage(
                    Envelope.required(row, "insutype"),
                    Envelope.required(row, "psn_type"),
                    row.textOr("psn_insu_stas", "1"),
                    area,
                    Coverage.day(row.textOr("psn_insu_date", "")),
                    Coverage.day(row.textOr("paus_insu_date", "")),
                    row.text("emp_name").orElse(null),
                    row.fen("balc").orElse(0L),
                    row.fen("acct_mulaid_balc").orElse(0L)));
        }
        if (coverages.isEmpty()) {
            throw io.wutong.envelope.Fault.FIELD.refusal("insuinfo", "不能为空");
        }
        Person person = new Person(node, psnNo, 1, hash.of(certno), Person.content(base, coverages, body));
        requireReadable(person.read(), areas);
        return new Read(
                person, coverages.stream().map(Coverage::area).distinct().toList());
    }
}
