package dev.millrace.document;

/** The value of one feature of a tabular document. */
public sealed interface FeatureValue {

    /** A finite number. */
    record Numeric(double value) implements FeatureValue {
        public Numeric {
            if (!Double.isFinite(value)) {
                throw InvalidInput.field("features", "holds a number that is not finite");
            }
            value = value == 0 ? 0 : value; // -0.0 and 0.0 are one value
        }
    }

    /** One of a set of names, as {@code "red"}; at most 256 characters. */
    record Categorical(String value) implements FeatureValue {
        public Categorical {
            Strings.require("features", value, 256);
        }
    }
}
