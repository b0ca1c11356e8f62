package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import java.io.IOException;
import java.util.OptionalDouble;

/** The member {@code accuracy} of a version's metrics, as train writes them into the registry. */
final class HoldoutAccuracy {
    private static final JsonFactory JSON = new JsonFactory();

    private HoldoutAccuracy() {}

    /** None when the metrics do not hold it: a version may answer without. */
    static OptionalDouble of(String metricsJson) {
        try (JsonParser parser = new FilteringParserDelegate(
                JSON.createParser(metricsJson),
                new JsonPointerBasedFilter("/accuracy"),
                Inclusion.ONLY_INCLUDE_ALL,
                false)) {
            return parser.nextToken() != null && parser.currentToken().isNumeric()
                    ? OptionalDouble.of(parser.getDoubleValue())
                    : OptionalDouble.empty();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
