package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;

/** What brings the cases of one kind to an end, turn by turn; a turn that is done twice must do no more than one. */
public interface Cure {

    /** The kind of its cases. */
    String kind();

    /** One turn. What it fails with is tried again later. */
    Future<Turn> work(Case given);
}
