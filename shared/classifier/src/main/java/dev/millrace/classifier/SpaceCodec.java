package dev.millrace.classifier;

import java.util.ArrayList;
import java.util.List;

/** The bytes of a feature space. Hashes ascend, so each is written as its distance from the one before. */
final class SpaceCodec {
    private static final int TEXT = 0;
    private static final int TABLE = 1;
    private static final int NUMERIC = 0;
    private static final int CATEGORICAL = 1;
    private static final int LONGEST_NGRAM = 3;

    private SpaceCodec() {}

    static void write(ModelWriter out, FeatureSpace space) {
        switch (space) {
            case TextSpace text -> {
                out.number(TEXT);
                writeText(out, text);
            }
            case TableSpace table -> {
                out.number(TABLE);
                writeTable(out, table);
            }
        }
    }

    static FeatureSpace read(ModelReader in) {
        return in.number("kind", TEXT, TABLE) == TEXT ? readText(in) : readTable(in);
    }

    private static void writeText(ModelWriter out, TextSpace space) {
        Vocabulary vocabulary = space.vocabulary();
        out.number(space.ngrams());
        out.number(vocabulary.documents());
        out.number(vocabulary.size());
        int before = 0;
        for (int i = 0; i < vocabulary.size(); i++) {
            out.number(vocabulary.hash(i) - before);
            out.number(vocabulary.frequency(i));
            before = vocabulary.hash(i);
        }
    }

    private static TextSpace readText(ModelReader in) {
        int ngrams = in.number("longest n-gram", 1, LONGEST_NGRAM);
        int documents = in.number("documents", 1, Integer.MAX_VALUE);
        int size = in.count("features", 1, 2);
        int[] hashes = new int[size];
        int[] frequencies = new int[size];
        long hash = 0;
        for (int i = 0; i < size; i++) {
            hash += in.step("feature hash");
            if (hash > 0xffffffffL || (i > 0 && (int) hash == hashes[i - 1])) {
                throw new CorruptModelException("The model's feature hashes do not ascend.");
            }
            hashes[i] = (int) hash;
            frequencies[i] = in.number("document frequency", 1, documents);
        }
        return new TextSpace(new Vocabulary(documents, hashes, frequencies), ngrams);
    }

    private static void writeTable(ModelWriter out, TableSpace space) {
        out.number(space.columns().size());
        for (Column column : space.columns()) {
            out.string(column.name());
            switch (column) {
                case Column.Numeric number -> {
                    out.number(NUMERIC);
                    out.real(number.mean());
                    out.real(number.scale());
                }
                case Column.Categorical set -> {
                    out.number(CATEGORICAL);
                    out.number(set.categories().size());
                    set.categories().forEach(out::string);
                }
            }
        }
    }

    private static TableSpace readTable(ModelReader in) {
        int count = in.count("columns", 1, 2);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.string("column name");
            columns.add(
                    in.number("column type", NUMERIC, CATEGORICAL) == NUMERIC
                            ? new Column.Numeric(name, in.real("mean"), in.real("scale"))
                            : new Column.Categorical(name, readCategories(in)));
        }
        return new TableSpace(columns);
    }

    private static List<String> readCategories(ModelReader in) {
        int count = in.count("categories", 0, 1);
        List<String> categories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            categories.add(in.string("category"));
        }
        return categories;
    }
}
