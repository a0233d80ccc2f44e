package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {

    private static final BigDecimal PRICE = BigDecimal.valueOf(100);
    private static final CatalogueItem DRUG = CatalogueItem.of("X1", "药", "02", 1_000, 50_000_000);

    @Test
    void should_take_ratio_and_limit_of_the_item_when_nothing_is_against_it() {
        assertThat(Terms.of(DRUG, Lines.FACTS, PRICE))
                .isEqualTo(new Terms("X1", "02", 1_000, 50_000_000, false, "14", Terms.Cause.NONE));
        assertThat(Terms.of(DRUG, Lines.FACTS, PRICE).ownPay()).isFalse();
    }

    @Test
    void should_be_own_pay_as_a_whole_when_of_class_03() {
        Terms terms = Terms.of(CatalogueItem.of("X3", "美容", "03", 0, 1), Lines.FACTS, PRICE);
        assertThat(terms).isEqualTo(new Terms("X3", "03", 10_000, PriceLimit.NO_LIMIT, false, "14", Terms.Cause.CLASS));
        assertThat(terms.ownPay()).isTrue();
        assertThat(terms.unmapped()).isFalse();
    }

    @Test
    void should_tell_put_aside_from_left_outside() {
        assertThat(Terms.UNMAPPED.unmapped()).isTrue();
        assertThat(Terms.UNMAPPED.ownPay()).isTrue();
        assertThat(Terms.OUTSIDE.unmapped()).isFalse();
        assertThat(Terms.OUTSIDE.ownPay()).isTrue();
        for (Terms.Cause cause : Terms.Cause.values()) {
            assertThat(cause.zh().isEmpty()).isEqualTo(cause == Terms.Cause.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,NONE", "1,NONE", "2,NOT_APPROVED", "'',NONE"})
    void should_ask_for_approval_only_when_use_is_limited(String approval, Terms.Cause cause) {
        assertThat(Terms.of(DRUG, Lines.FACTS.approved(approval), PRICE).cause())
                .isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"0,LIMITED_USE", "1,NONE", "2,NOT_APPROVED", "'',LIMITED_USE"})
    void should_need_approval_when_the_scope_is_only_words(String approval, Terms.Cause cause) {
        Terms terms = Terms.of(limited(new LimitedUse("限晚期肺癌", null)), Lines.FACTS.approved(approval), PRICE);
        assertThat(terms.cause()).isEqualTo(cause);
        assertThat(terms.limited()).isTrue();
        assertThat(terms.ratioBp()).isEqualTo(cause == Terms.Cause.NONE ? 1_000 : 10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "level=3,NONE",
        "level=1|2,LIMITED_USE",
        "diagnosis=C34|C50,NONE",
        "diagnosis=C50,LIMITED_USE",
        "psn_type=15,NONE",
        "psn_type=150100,LIMITED_USE",
        "insutype=390,NONE",
        "insutype=39,LIMITED_USE",
        "med_type=21,NONE",
        "med_type=11,LIMITED_USE",
        "price>99.99,NONE",
        "price>100,LIMITED_USE",
        "level=3&diagnosis=C50,LIMITED_USE",
        "level=3&diagnosis=C34&price>1,NONE"
    })
    void should_follow_the_conditions_when_the_scope_has_them(String when, Terms.Cause cause) {
        LimitedUse use = new LimitedUse("", Conditions.parse(when));
        assertThat(use.limited()).isTrue();
        // conditions decide, not the flag
        for (String approval : List.of("0", "1")) {
            assertThat(Terms.of(limited(use), Lines.FACTS.approved(approval), PRICE)
                            .cause())
                    .isEqualTo(cause);
        }
    }

    @Test
    void should_hold_nothing_of_what_is_not_known() {
        for (String when : List.of("level=3", "diagnosis=C34", "psn_type=12", "insutype=390", "med_type=21")) {
            assertThat(Conditions.parse(when).hold(LineFacts.UNKNOWN, PRICE)).isFalse();
        }
        assertThat(Conditions.NONE.hold(LineFacts.UNKNOWN, PRICE)).isTrue();
        assertThat(Conditions.parse("price>50").hold(LineFacts.UNKNOWN, PRICE.negate()))
                .isTrue();
    }

    @Test
    void should_take_the_first_rule_that_holds_when_ratios_differ_by_person_and_level() {
        SelfPay ratio = new SelfPay(
                1_000, SelfPay.parseRules("psn_type=12&level=3:0.03; psn_type=12:0.05;level=3:0.2; price>200:0.25"));
        assertThat(ratio.bp(facts("3", "1201"), PRICE)).isEqualTo(300);
        assertThat(ratio.bp(facts("2", "1201"), PRICE)).isEqualTo(500);
        assertThat(ratio.bp(facts("3", "1101"), PRICE)).isEqualTo(2_000);
        assertThat(ratio.bp(facts("2", "1101"), PRICE)).isEqualTo(1_000);
        assertThat(ratio.bp(facts("2", "1101"), BigDecimal.valueOf(201))).isEqualTo(2_500);
        assertThat(ratio.rulesText())
                .isEqualTo("level=3&psn_type=12:0.0300; psn_type=12:0.0500; level=3:0.2000; price>200:0.2500");
        assertThat(new SelfPay(1_000, SelfPay.parseRules(ratio.rulesText()))).isEqualTo(ratio);
    }

    @Test
    void should_take_the_limit_of_the_level_when_it_has_its_own() {
        PriceLimit limit = new PriceLimit(10, Map.of("3", 30L, "1", 10L));
        assertThat(limit.at("3")).isEqualTo(30);
        assertThat(limit.at("2")).isEqualTo(10);
        assertThat(limit.byLevel()).isEqualTo(Map.of("3", 30L));
        assertThat(limit).isEqualTo(new PriceLimit(10, Map.of("3", 30L)));
        CatalogueItem bed =
                new CatalogueItem("b", "床位", "01", SelfPay.of(0), limit, LimitedUse.NONE, "01", Validity.ALWAYS);
        assertThat(Terms.of(bed, Lines.FACTS, PRICE).limitMillionths()).isEqualTo(30);
        assertThat(Terms.of(bed, Lines.FACTS, PRICE).chargeType()).isEqualTo("01");
    }

    @Test
    void should_read_and_write_prices() {
        assertThat(PriceLimit.millionths("")).isEqualTo(PriceLimit.NO_LIMIT);
        assertThat(PriceLimit.millionths("0")).isZero();
        assertThat(PriceLimit.millionths("12.345678")).isEqualTo(12_345_678);
        assertThat(PriceLimit.millionths("9999999999.999999")).isEqualTo(9_999_999_999_999_999L);
        assertThat(PriceLimit.yuan(12_500_000)).isEqualTo("12.5");
        assertThat(PriceLimit.yuan(200_000_000)).isEqualTo("200");
        assertThat(PriceLimit.yuan(PriceLimit.NO_LIMIT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "abc", "1.2345678", "10000000000", "1e400", "1 2"})
    void should_refuse_when_a_price_is_none(String text) {
        assertThatThrownBy(() -> PriceLimit.millionths(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("yuan");
    }

    @Test
    void should_read_and_write_ratios() {
        assertThat(SelfPay.ratio("0")).isZero();
        assertThat(SelfPay.ratio("1")).isEqualTo(10_000);
        assertThat(SelfPay.ratio("0.1234")).isEqualTo(1_234);
        assertThat(SelfPay.ratio(1_234)).isEqualTo("0.1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.0001", "1.0001", "0.12345", "x", ""})
    void should_refuse_when_a_ratio_is_none(String text) {
        assertThatThrownBy(() -> SelfPay.ratio(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ratio");
    }

    @ParameterizedTest
    @CsvSource({
        "lvl=3,unknown condition",
        "level,name=value",
        "level=,without a value",
        "level=3|,without a value",
        "level=3&level=2,twice",
        "price>1&price>2,twice",
        "'',name=value"
    })
    void should_say_what_is_wrong_when_conditions_are_not_understood(String text, String reason) {
        assertThatThrownBy(() -> Conditions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void should_refuse_when_a_rule_has_no_ratio() {
        assertThatThrownBy(() -> SelfPay.parseRules("level=3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CONDITIONS:RATIO");
    }

    @Test
    void should_be_equal_when_the_same_is_written_otherwise() {
        Conditions one = Conditions.parse("psn_type=12|11& level = 3|2 &price>200.00");
        Conditions other = Conditions.parse("price>200&level=2|3&psn_type=11|12");
        assertThat(one).isEqualTo(other);
        assertThat(one.text()).isEqualTo("level=2|3&psn_type=11|12&price>200");
        assertThat(Conditions.parse(one.text())).isEqualTo(one);
    }

    @Test
    void should_hold_both_ends_when_days_are_asked() {
        Validity year = Validity.parse("2026-01-01", "2026-12-31");
        assertThat(year.has(LocalDate.parse("2026-01-01"))).isTrue();
        assertThat(year.has(LocalDate.parse("2026-12-31"))).isTrue();
        assertThat(year.has(LocalDate.parse("2025-12-31"))).isFalse();
        assertThat(year.has(LocalDate.parse("2027-01-01"))).isFalse();
        assertThat(year.overlaps(Validity.parse("2026-12-31", ""))).isTrue();
        assertThat(year.overlaps(Validity.parse("", "2026-01-01"))).isTrue();
        assertThat(year.overlaps(Validity.parse("2027-01-01", ""))).isFalse();
        assertThat(year.overlaps(Validity.parse("", "2025-12-31"))).isFalse();
        assertThat(year.fromText() + year.toText()).isEqualTo("2026-01-012026-12-31");
        assertThat(Validity.ALWAYS.fromText() + Validity.ALWAYS.toText()).isEmpty();
        assertThat(Validity.parse("", "")).isEqualTo(Validity.ALWAYS);
        assertThat(Validity.parse("2026-01-01", "2026-01-01").has(LocalDate.parse("2026-01-01")))
                .isTrue();
        assertThatThrownBy(() -> Validity.parse("2026-01-02", "2026-01-01"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LineFacts facts(String level, String psnType) {
        return new LineFacts(level, "310", psnType, "21", "", "1");
    }

    private static CatalogueItem limited(LimitedUse use) {
        return new CatalogueItem(
                DRUG.code(), DRUG.name(), DRUG.level(), DRUG.selfPay(), DRUG.limit(), use, "09", DRUG.validity());
    }
}
