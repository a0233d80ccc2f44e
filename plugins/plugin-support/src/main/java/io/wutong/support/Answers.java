package io.wutong.support;

import io.wutong.spi.AmountException;
import io.wutong.spi.CallFailure;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** Reads something out of an answer: what does not fit makes the call unknown, never refused. */
public final class Answers {

    private Answers() {}

    public static <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (FieldException e) {
            throw new CallFailure(true, "answer_field." + e.field());
        } catch (AmountException e) {
            throw new CallFailure(true, "answer_amount." + e.field());
        } catch (DateTimeException e) {
            throw new CallFailure(true, "answer_date");
        }
    }
}
