package dev.millrace.train;

import dev.millrace.classifier.Side;
import dev.millrace.classifier.Split;
import dev.millrace.document.Content;
import dev.millrace.document.FeatureValue;
import dev.millrace.document.ModelDefinition.FeatureType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Rows of two labels and four columns, none of which tells more than another. So whoever learns from rows whose columns
 * were swapped learns something else that is exactly as good: a retraining that brings nothing, without any measuring.
 */
final class GateMirrored implements GatePopulation {
    private static final List<String> COLUMNS = List.of("a", "b", "c", "d");
    private static final double APART = 0.6; // of the labels' means, in standard deviations, each way

    private final Random random;
    private final List<List<Integer>> orders;

    /** @param mirrors how many other orders of the columns the rows will be asked for in, 23 at most */
    GateMirrored(Random random, int mirrors) {
        this.random = random;
        List<List<Integer>> all = new ArrayList<>();
        permute(List.of(), all);
        List<Integer> plain = all.removeFirst();
        Collections.shuffle(all, random);
        all.addFirst(plain);
        orders = List.copyOf(all.subList(0, mirrors + 1));
    }

    private static void permute(List<Integer> begun, List<List<Integer>> all) {
        if (begun.size() == COLUMNS.size()) {
            all.add(begun);
        }
        IntStream.range(0, COLUMNS.size()).filter(i -> !begun.contains(i)).forEach(i -> {
            List<Integer> longer = new ArrayList<>(begun);
            longer.add(i);
            permute(longer, all);
        });
    }

    static Map<String, FeatureType> columns() {
        Map<String, FeatureType> columns = new LinkedHashMap<>();
        COLUMNS.forEach(name -> columns.put(name, FeatureType.NUMERIC));
        return columns;
    }

    @Override
    public String name() {
        return "mirrored";
    }

    /**
     * Rows of the training side stay there in every order, since a row changes sides with its content. With one mirror
     * they keep their fold, too: else the calibrations of the two would differ by chance, and one would be better.
     */
    @Override
    public List<Subject> draw(Side side, int count) {
        List<Subject> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            Subject row = one();
            if (side == Side.TRAIN
                    ? orders.stream().allMatch(order -> staysAt(row, swapped(row, order)))
                    : row.side() == side) {
                drawn.add(row);
            }
        }
        return drawn;
    }

    private boolean staysAt(Subject row, Subject swapped) {
        return swapped.side() == Side.TRAIN
                && (orders.size() > 2 || fold(row) == fold(swapped));
    }

    private static int fold(Subject row) {
        return Split.fold(row.hash(), GatePlant.FOLDS);
    }

    @Override
    public List<Subject> again(List<Subject> learnt, int look) {
        return learnt.stream().map(row -> swapped(row, orders.get(look))).toList();
    }

    @Override
    public List<Subject> reserve(int count) {
        return IntStream.range(0, count).mapToObj(i -> one()).toList();
    }

    private Subject one() {
        boolean heads = random.nextBoolean();
        Map<String, FeatureValue> values = new TreeMap<>();
        COLUMNS.forEach(name ->
                values.put(name, new FeatureValue.Numeric(random.nextGaussian() + (heads ? APART : -APART))));
        return Subject.of(new Content.Features(values), heads ? "heads" : "tails");
    }

    private static Subject swapped(Subject row, List<Integer> order) {
        List<FeatureValue> values =
                List.copyOf(((Content.Features) row.received()).values().values());
        Map<String, FeatureValue> swapped = new TreeMap<>();
        IntStream.range(0, order.size()).forEach(i -> swapped.put(COLUMNS.get(i), values.get(order.get(i))));
        return Subject.of(new Content.Features(swapped), row.label());
    }
}
