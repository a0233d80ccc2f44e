package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.sandbox.ThreeOfZhenjiang.Played;

/** The demonstration's last part: the three failures of 镇江, each with its cure's timeline. */
final class CuresShown {

    private final World world;
    private final ThreeOfZhenjiang three;
    private final Demonstration show;

    CuresShown(Vertx vertx, World world, Demonstration show) {
        this.world = world;
        this.three = new ThreeOfZhenjiang(vertx, world);
        this.show = show;
    }

    Future<Void> play(HospitalClient hospital) {
        HospitalClient elsewhere = world.hospital(ThreeOfZhenjiang.OTHER_HOSPITAL);
        show.say("");
        show.say("═══ 镇江三例：备案到省未到市、外地入院登记未撤销、重复参保，各自自动处置 · three failures and their cures ═══");
        return three.prepare()
                .compose(done -> three.filedForTheProvince(hospital))
                .map(played -> shown("FIL-AREA-001 备案到省，参保地按市比对", played))
                .compose(this::takenBack)
                .compose(done -> three.leftOpen(elsewhere, hospital))
                .map(played -> shown("ADM-ORPHAN-001 衡阳的入院登记未撤销，当日在镇江入院", played))
                .compose(done -> three.insuredTwice(hospital))
                .map(played -> shown("COV-DUP-001 江宁、衡阳两地参保，选择保留江宁", played))
                .compose(this::takenBack)
                .eventually(elsewhere::close);
    }

    private Played shown(String what, Played played) {
        show.expect(what, "CLOSED", played.cure().textOr("state", ""));
        if (!played.told().isEmpty()) {
            show.say("    告知医院：" + played.told());
        }
        played.history()
                .forEach(step -> show.say("    " + step.textOr("at", "") + "  "
                        + Receipt.pad(step.textOr("event", ""), 12) + step.textOr("text", "")));
        return played;
    }

    /** So that the books end as the patients before have left them. */
    private Future<Void> takenBack(Played played) {
        Stay stay = played.stay();
        stay.settledAs(played.cure().textOr("closed_by", ""));
        return stay.cancel().compose(answer -> show.step("2305 撤销演示结算", answer)).mapEmpty();
    }
}
