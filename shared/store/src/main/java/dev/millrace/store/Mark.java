package dev.millrace.store;

/**
 * How far a partition is handled. Rows in {@code document} + rows in {@code dead_letter} of that generation and partition
 * = {@code next - first}.
 *
 * @param first the offset at which the generation began
 * @param next the first offset that is not handled yet
 */
public record Mark(int generation, int partition, long first, long next) {
    public Mark {
        if (generation < 1 || partition < 0 || first < 0 || next < first) {
            throw new IllegalArgumentException("no mark: generation " + generation + ", partition " + partition
                    + ", first " + first + ", next " + next);
        }
    }
}
