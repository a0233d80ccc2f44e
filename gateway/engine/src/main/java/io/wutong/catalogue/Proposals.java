package io.wutong.catalogue;

import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Validity;
import io.wutong.exchange.Message;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.util.Optional;

/**
 * The question that an unknown code raises, with the catalogue's likeliest answer: the same code in another period, the
 * same name, the code of which the sent one is a longer or shorter form.
 */
final class Proposals {

    private static final int STEM_LENGTH_MIN = 8;

    private Proposals() {}

    static CatalogueMapping question(FeeLine line, Visit visit, Message message) {
        Catalogue catalogue = message.directory().catalogue(message.sender().area());
        Optional<Proposal> proposal = of(
                catalogue,
                line.medListCodg(),
                line.detail().localCode(),
                line.detail().localName());
        return new CatalogueMapping(
                visit.node(),
                visit.fixmedinsCode(),
                line.detail().localCode(),
                line.detail().localName(),
                line.medListCodg(),
                MappingState.PROPOSED,
                proposal.map(Proposal::code).orElse(""),
                proposal.map(Proposal::reason).orElse("没有相近项目"),
                Validity.ALWAYS,
                "",
                message.receivedAt());
    }

    /** A national code and why it is likely. */
    record Proposal(String code, String reason) {}

    static Optional<Proposal> of(Catalogue catalogue, String sent, String local, String name) {
        if (catalogue.has(sent)) {
            return Optional.of(new Proposal(sent, "编码在其他有效期内"));
        }
        if (catalogue.has(local)) {
            return Optional.of(new Proposal(local, "本地编码就是目录编码"));
        }
        return catalogue
                .named(name)
                .map(item -> new Proposal(item.code(), "名称相同：" + item.name()))
                .or(() -> stem(catalogue, sent).map(item -> new Proposal(item.code(), "编码相近：" + item.name())));
    }

    /** National codes carry a suffix of the region or of the version: 001109000010000-110900001. */
    private static Optional<CatalogueItem> stem(Catalogue catalogue, String sent) {
        int dash = sent.indexOf('-');
        String stem = dash > 0 ? sent.substring(0, dash) : sent;
        return stem.length() < STEM_LENGTH_MIN ? Optional.empty() : catalogue.beginning(stem);
    }
}
