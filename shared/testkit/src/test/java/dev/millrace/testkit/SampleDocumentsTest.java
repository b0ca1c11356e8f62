package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.Document;
import dev.millrace.document.DocumentRules;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SampleDocumentsTest {
    @Test
    void mails_areAllThereAndKeepTheRules() {
        List<Document> mails = SampleDocuments.spam();
        assertThat(countByLabel(mails)).isEqualTo(Map.of("ham", 3250L, "spam", 1452L));
        DocumentRules rules = new DocumentRules(SampleDocuments.models());
        assertThat(mails).allSatisfy(rules::check);
    }

    @Test
    void flowers_areAllThereAndKeepTheRules() {
        List<Document> flowers = SampleDocuments.iris();
        assertThat(countByLabel(flowers)).isEqualTo(Map.of("setosa", 50L, "versicolor", 50L, "virginica", 50L));
        DocumentRules rules = new DocumentRules(SampleDocuments.models());
        assertThat(flowers).allSatisfy(rules::check);
    }

    private static Map<String, Long> countByLabel(List<Document> documents) {
        return documents.stream()
                .map(document -> document.label().orElseThrow())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
