package dev.millrace.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import java.io.IOException;
import java.util.OptionalDouble;

/** How a version did on the holdout, by its metrics as train writes them into the registry. Each may be missing. */
record HoldoutFigures(
        OptionalDouble accuracy, OptionalDouble macroF1, OptionalDouble logLoss, OptionalDouble calibrationError) {
    private static final JsonFactory JSON = new JsonFactory();

    /** None of them when the metrics cannot be read: a version may answer without. */
    static HoldoutFigures of(String metricsJson) {
        return new HoldoutFigures(
                figure(metricsJson, "/accuracy"),
                figure(metricsJson, "/macro_f1"),
                figure(metricsJson, "/log_loss"),
                figure(metricsJson, "/calibration_error"));
    }

    private static OptionalDouble figure(String metricsJson, String pointer) {
        try (JsonParser parser = new FilteringParserDelegate(
                JSON.createParser(metricsJson),
                new JsonPointerBasedFilter(pointer),
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
