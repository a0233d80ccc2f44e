package io.wutong.benefit;

import io.wutong.benefit.rules.Account;
import io.wutong.benefit.rules.CrossYear;
import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Part;
import io.wutong.benefit.rules.Place;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PreAdmission;
import io.wutong.benefit.rules.Table;
import io.wutong.spi.Body;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a policy from the tree of its file; {@code api-spec/policies/README.md} says what each key does. An unknown key
 * is refused.
 */
public final class PolicyReader {

    private static final String BASIC = "basic";

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @param hash content hash of the file
     * @throws PolicyFault naming the key and the reason
     */
    public static Policy read(Body file, String hash) {
        Keys keys = new Keys(file, "");
        String area = keys.text("area");
        if (!area.matches("\\d{6}")) {
            throw keys.fault("area", "应为六位医保区划，而不是 " + area + " · six digits expected");
        }
        keys.optional("source");
        keys.texts("assumed");
        List<Fund> funds = funds(keys);
        List<Layer> layers =
                keys.children("layers").stream().map(FundReader::layer).toList();
        requireKnownIds(keys, funds, layers);
        Keys valid = keys.child("valid");
        LocalDate from = valid.date("from");
        LocalDate to = valid.has("to") ? valid.date("to") : null;
        if (to != null && to.isBefore(from)) {
            throw valid.fault("to", "早于 from · before from");
        }
        valid.done();
        Policy policy = new Policy(
                keys.text("policy"),
                keys.text("title"),
                hash,
                area,
                keys.text("insutype"),
                from,
                to,
                yearStart(keys),
                keys.has("local_areas")
                        ? keys.texts("local_areas").stream().map(Place::prefix).toList()
                        : List.of(Place.prefix(area)),
                keys.has("levels") ? TableReader.texts(keys, "levels", "level") : Table.empty(),
                groups(keys),
                funds,
                layers,
                crossYear(keys),
                preAdmission(keys),
                account(keys));
        keys.done();
        LevelNames.check(policy);
        return policy;
    }

    private static MonthDay yearStart(Keys keys) {
        MonthDay start = keys.monthDay("year_start");
        if (start.equals(MonthDay.of(2, 29))) {
            throw keys.fault("year_start", "不能为 02-29 · must not be 02-29");
        }
        return start;
    }

    private static List<Fund> funds(Keys keys) {
        List<Fund> funds = new ArrayList<>();
        for (Keys programme : keys.children("programmes")) {
            String id = programme.text("id");
            if (id.equals(BASIC) || id.contains("/") || id.contains("@")) {
                throw programme.fault("id", "不能为 basic，也不能含 / 或 @ · must not be basic nor hold / or @");
            }
            if (!programme.has("when")) {
                throw programme.fault("when", "缺少此项 · missing");
            }
            funds.add(FundReader.fund(programme, id));
        }
        if (keys.has(BASIC)) {
            funds.add(FundReader.fund(keys.child(BASIC), BASIC));
        }
        if (funds.isEmpty()) {
            throw keys.fault(BASIC, "basic 与 programmes 至少要有一个 · at least one of them");
        }
        return funds;
    }

    /** Ids once each; entries and shared caps name what exists. */
    private static void requireKnownIds(Keys keys, List<Fund> funds, List<Layer> layers) {
        Set<String> ids = new HashSet<>();
        for (Fund fund : funds) {
            if (!ids.add(fund.id())) {
                throw keys.fault("programmes", "id " + fund.id() + " 重复 · twice");
            }
        }
        Set<String> fundIds = Set.copyOf(ids);
        for (Fund fund : funds) {
            if (!fundIds.contains(fund.countsAs())) {
                throw keys.fault("programmes", "counts_as: 没有 " + fund.countsAs() + " · no such id");
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String at = "layers[" + i + "]";
            Layer.Entry entry = layer.entry();
            if (entry != null && !ids.contains(entry.fund())) {
                throw keys.fault(at + ".entry.paid_by", "前面没有 " + entry.fund() + " · none before has this id");
            }
            if (!ids.add(layer.id())) {
                throw keys.fault(at + ".id", layer.id() + " 重复；同一 field 的两层须各写 id · twice: give each an id");
            }
            if (!ids.contains(layer.countsAs())) {
                throw keys.fault(at + ".counts_as", "前面没有 " + layer.countsAs() + " · none before has this id");
            }
        }
    }

    private static Map<String, List<String>> groups(Keys keys) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        keys.optionalChild("groups").ifPresent(child -> {
            for (String name : child.names()) {
                groups.put(name, child.texts(name));
            }
        });
        return groups;
    }

    private static CrossYear crossYear(Keys keys) {
        if (!keys.has("cross_year")) {
            return CrossYear.WHOLE;
        }
        Keys cross = keys.child("cross_year");
        String deductible = cross.optional("deductible").orElse("once");
        if (!Set.of("once", "each").contains(deductible)) {
            throw cross.fault("deductible", "应为 once 或 each，而不是 " + deductible + " · once or each expected");
        }
        @Nullable MonthDay onceFrom = cross.has("once_from") ? cross.monthDay("once_from") : null;
        CrossYear read = new CrossYear(
                methods(cross), deductible.equals("each"), onceFrom, cross.flag("count_discharge_day", false));
        cross.done();
        return read;
    }

    private static Table<CrossYear.Method> methods(Keys cross) {
        Table<String> written = TableReader.texts(cross, "method", "method");
        List<Table.Row<CrossYear.Method>> rows = new ArrayList<>();
        for (Table.Row<String> row : written.rows()) {
            rows.add(new Table.Row<>(
                    row.when(), Keys.constant(CrossYear.Method.class, row.value(), cross.path("method"))));
        }
        return new Table<>(rows);
    }

    private static PreAdmission preAdmission(Keys keys) {
        if (!keys.has("pre_admission")) {
            return PreAdmission.NONE;
        }
        Keys pre = keys.child("pre_admission");
        PreAdmission read = new PreAdmission(
                Set.copyOf(pre.texts("institutions")),
                pre.texts("diseases"),
                Set.copyOf(pre.texts("items")),
                pre.number("days"));
        pre.done();
        return read;
    }

    private static Account account(Keys keys) {
        if (!keys.has("account")) {
            return Account.USUAL;
        }
        Keys account = keys.child("account");
        List<Account.Purse> order = new ArrayList<>();
        for (String purse : account.has("order") ? account.texts("order") : List.of("account", "mutual_aid")) {
            order.add(Keys.constant(Account.Purse.class, purse, account.path("order")));
        }
        Account read = new Account(
                order,
                account.has("pays") ? FundReader.parts(account, "pays", account.texts("pays")) : List.of(Part.values()),
                account.flag("in_fund_pay_sumamt", false),
                account.flag("mutual_aid_in_acct_pay", false));
        account.done();
        return read;
    }
}
