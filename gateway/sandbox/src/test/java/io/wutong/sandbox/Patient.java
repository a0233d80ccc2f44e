package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.HospitalClient.Answer;

/** The world's two patients, and how far a test needs them to have come. */
enum Patient {
    /** Insured in 江宁: a policy in our own store, the same province. */
    JIANGNING("320115", "320115190001010003", "张示例"),
    /** Insured in 衡阳县: a legacy system behind a plugin, across the nation. */
    HENGYANG(Counterparts.HUNAN_AREA, Counterparts.HUNAN_CERTNO, Counterparts.HUNAN_NAME);

    static final String TOTAL = "2000.00";
    static final String[][] LINES = {
        {"F0001", "003311000010000", "1500.00"},
        {"F0002", "001201000010000", "500.00"}
    };

    private final String area;
    private final String certno;
    private final String personName;

    Patient(String area, String certno, String personName) {
        this.area = area;
        this.certno = certno;
        this.personName = personName;
    }

    /** Known, not admitted. */
    Stay known(HospitalClient hospital) {
        Stay stay = new Stay(hospital, area, certno, personName);
        ok(await(stay.who()));
        return stay;
    }

    /** Admitted, with fee lines of 2,000.00 in all, discharged, not settled. */
    Stay discharged(HospitalClient hospital) {
        Stay stay = known(hospital);
        ok(await(stay.admit()));
        ok(await(stay.upload(LINES)));
        ok(await(stay.discharge()));
        return stay;
    }

    Stay settled(HospitalClient hospital) {
        Stay stay = discharged(hospital);
        ok(await(stay.settle(TOTAL)));
        return stay;
    }

    static Answer ok(Answer answer) {
        assertThat(answer.error()).isEmpty();
        assertThat(answer.succeeded()).isTrue();
        return answer;
    }
}
