package io.wutong.store;

import io.wutong.port.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every table, in the one order in which rows are locked: message keys, business keys, persons, visits, orders, rest. */
final class Tables {

    /**
     * In lock order. Leases come before workers, whose group is read without a lock: whoever is seen to have a lease was
     * a worker before that, and is seen as one.
     */
    static final List<Table<?>> ALL = List.of(
            WorkTables.LEASE,
            WorkTables.WORKER,
            MessageTables.EXCHANGE,
            MessageTables.BUSINESS_KEY,
            MessageTables.NONCE,
            PersonTables.PERSON,
            VisitTables.VISIT,
            VisitTables.CHARGE_BATCH,
            PaymentTables.CHARGE,
            VisitTables.PERSON_VISIT,
            PaymentTables.PAYMENT_ORDER,
            PaymentTables.INSURED_ORDER,
            PaymentTables.REFUND,
            SettlementTables.SETTLEMENT,
            VisitTables.FEE_LINE,
            VisitTables.CATALOGUE_MAPPING,
            PersonTables.FILING,
            SettlementTables.ACCUMULATOR,
            SettlementTables.COVERAGE_TALLY,
            SettlementTables.CALCULATION,
            SettlementTables.ADJUSTMENT,
            SettlementTables.BOOKS,
            PaymentTables.NOTIFICATION,
            WorkTables.TASK,
            PersonTables.HOME_STAY,
            PaymentTables.DEPOSIT,
            VisitTables.SPECIAL_ATTRIBUTE,
            WorkTables.TERMINAL,
            WorkTables.NOTICE,
            WorkTables.CHOICE_LINK,
            PersonTables.CLAIM,
            WorkTables.CASE,
            MessageTables.SIDE_CHECK,
            MessageTables.REMEMBERED,
            PersonTables.PERSON_VERSION,
            PersonTables.PERSON_INDEX,
            WorkTables.STATE_CHANGE);

    private static final Map<Class<?>, Table<?>> BY_TYPE = new LinkedHashMap<>();

    static {
        ALL.forEach(table -> BY_TYPE.put(table.type(), table));
    }

    private Tables() {}

    @SuppressWarnings("unchecked") // the map is filled by type
    static <T extends Row> Table<T> of(Class<T> type) {
        Table<?> table = BY_TYPE.get(type);
        if (table == null) {
            throw new IllegalArgumentException("no table for " + type.getSimpleName());
        }
        return (Table<T>) table;
    }
}
