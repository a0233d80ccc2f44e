package io.wutong.support;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.Download;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives out a bill that lies in a file: read through once to see that all of it holds, and only then once more, page by
 * page.
 *
 * <pre>
 *   open ─▶ slice ─▶ slice … ─▶ holds? ── no ─▶ Unknown, nothing given
 *                                 └─ yes: open again ─▶ page ─▶ sink ─▶ page ─▶ sink … ─▶ Succeeded(lines)
 * </pre>
 *
 * The worker is given back after each slice, so that a signature never waits for a bill.
 */
public final class BillFiles {

    private static final int SLICE = 10_000;
    private static final int PAGE = 1_000;

    private final PluginServices services;
    private final BillReader.Format format;

    public BillFiles(PluginServices services, BillReader.Format format) {
        this.services = services;
        this.format = format;
    }

    /** Reads the file, gives it out and closes it. */
    public Future<Outcome<Long>> give(Download file, BillSink sink) {
        if (file.status() != 200) {
            file.close();
            return Future.succeededFuture(Outcome.unknown("http_" + file.status()));
        }
        return read(file::open, SLICE, BillSink.each(line -> {}))
                .compose(held ->
                        held instanceof Outcome.Succeeded ? read(file::open, PAGE, sink) : Future.succeededFuture(held))
                .onComplete(done -> file.close());
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    private Future<Outcome<Long>> read(Source source, int lines, BillSink sink) {
        return services.work(() -> opened(source))
                .compose(reader -> {
                    Promise<Long> end = Promise.promise();
                    next(reader, lines, sink, 0, end);
                    return end.future().onComplete(done -> close(reader));
                })
                .map(Outcome::succeeded)
                .otherwise(failure ->
                        Outcome.unknown(failure instanceof BadAnswer bad ? bad.shortCause() : "answer_not_judged"));
    }

    private BillReader opened(Source source) throws IOException {
        InputStream in = source.open();
        try {
            return format.open(in);
        } catch (IOException e) {
            in.close();
            throw new BadAnswer("bill.packing");
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private void next(BillReader reader, int lines, BillSink sink, long before, Promise<Long> end) {
        services.work(() -> page(reader, lines))
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture(page)
                        : sink.take(page).map(page))
                .onSuccess(page -> {
                    long so = before + page.size();
                    if (page.size() < lines) {
                        end.complete(so);
                    } else {
                        next(reader, lines, sink, so, end);
                    }
                })
                .onFailure(end::fail);
    }

    private static List<BillLine> page(BillReader reader, int lines) {
        List<BillLine> page = new ArrayList<>(lines);
        try {
            BillLine line = reader.next();
            while (line != null) {
                page.add(line);
                line = page.size() < lines ? reader.next() : null;
            }
        } catch (IOException e) {
            throw new BadAnswer("bill.packing");
        }
        return page;
    }

    private static void close(BillReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
