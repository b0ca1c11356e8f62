package dev.millrace.document;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a document says: a text, named features, or nothing new (a labelling revision). */
public sealed interface Content {

    /** A text, as received; its limit is the model's. */
    record Text(String value) implements Content {
        public Text {
            Strings.requirePairs("text", value);
        }
    }

    /** A row of a small table, sorted by feature name. */
    record Features(SortedMap<String, FeatureValue> values) implements Content {
        public Features(Map<String, FeatureValue> values) {
            this(new TreeMap<>(values));
        }

        public Features {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
            if (values.isEmpty()) {
                throw InvalidInput.field("features", "is empty: expected at least one feature");
            }
        }
    }

    /** A labelling revision: the document keeps its newest content, its label changes. */
    record None() implements Content {}
}
