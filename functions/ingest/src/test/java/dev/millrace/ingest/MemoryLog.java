package dev.millrace.ingest;

import dev.millrace.document.Document;
import dev.millrace.document.TraceParent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.TimeoutException;

/** A document log in memory, which can be told to keep silent or to fail. */
final class MemoryLog implements DocumentLog {
    final List<Document> documents = Collections.synchronizedList(new ArrayList<>());
    volatile boolean silent;
    volatile int failFrom = Integer.MAX_VALUE;
    volatile boolean tooLarge;

    @Override
    public CompletionStage<Appended> append(Document document, TraceParent trace) {
        if (silent) {
            return new CompletableFuture<>();
        }
        if (tooLarge) {
            return CompletableFuture.failedFuture(new TooLargeException("9 MB"));
        }
        if (documents.size() >= failFrom) {
            return CompletableFuture.failedFuture(new TimeoutException("no leader"));
        }
        documents.add(document);
        return CompletableFuture.completedFuture(new Appended(0, documents.size() - 1L));
    }
}
