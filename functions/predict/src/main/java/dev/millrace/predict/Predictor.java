package dev.millrace.predict;

import dev.millrace.classifier.Explanation;
import dev.millrace.classifier.Prediction;
import dev.millrace.classifier.Scratch;
import dev.millrace.document.Content;
import dev.millrace.document.DocumentRules;
import dev.millrace.document.InvalidInput;
import dev.millrace.document.ModelDefinition;
import dev.millrace.document.ModelDefinition.Kind;
import dev.millrace.document.ModelName;
import dev.millrace.document.Models;
import dev.millrace.text.TextCleaner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers questions from what is loaded. It blocks nowhere and knows no registry: a reload shows up as another
 * {@link LoadedModels} at the next request. Any number of threads may ask.
 */
final class Predictor {
    private final Models models;
    private final Map<ModelName, TextCleaner> cleaners = new HashMap<>();
    private final Supplier<LoadedModels> loaded;
    private final Supplier<UUID> ids;
    /** Event loops and workers are few, and live as long as the process. */
    private final ThreadLocal<Scratch> scratches = ThreadLocal.withInitial(Scratch::new);

    Predictor(Models models, Supplier<LoadedModels> loaded, Supplier<UUID> ids) {
        this.models = models;
        this.loaded = loaded;
        this.ids = ids;
        models.all().forEach(model -> cleaners.put(model.name(), new TextCleaner(model.textLimit())));
    }

    /** All answers or none; throws {@link InvalidInput} naming the field of the first unsound question. */
    PredictOutcome predict(List<Question> questions) {
        LoadedModels now = loaded.get();
        List<ServedModel> served = new ArrayList<>(questions.size());
        for (Question question : questions) {
            served.add(now.of(check(question).name()));
        }
        List<Answer> answers = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            ServedModel model = served.get(i);
            Optional<LoadedVersion> version = model.serving();
            if (version.isEmpty()) {
                return new PredictOutcome.NoVersion(model.definition().name(), whyWaiting(now, model));
            }
            Question question = questions.get(i);
            answers.add(answer(version.get(), question.content(), question.top(), question.explain()));
        }
        count(answers);
        return new PredictOutcome.Answered(answers);
    }

    /** All rows by one version, or none; throws {@link InvalidInput} naming the first unsound row. */
    List<Answer> predict(LoadedVersion version, List<Content> rows, boolean explain) {
        ModelDefinition model = models.require(version.model());
        for (int row = 0; row < rows.size(); row++) {
            try {
                DocumentRules.checkContent(model, rows.get(row));
            } catch (InvalidInput e) {
                throw ModelInputs.unsound(row, e);
            }
        }
        List<Answer> answers = new ArrayList<>(rows.size());
        rows.forEach(row -> answers.add(answer(version, row, 0, explain)));
        count(answers);
        return answers;
    }

    private static void count(List<Answer> answers) {
        answers.forEach(
                answer -> answer.version().counts().add(answer.prediction().best()));
    }

    private ModelDefinition check(Question question) {
        try {
            ModelDefinition model = question.model().map(models::require).orElseGet(() -> byKind(question.content()));
            DocumentRules.checkContent(model, question.content());
            return model;
        } catch (InvalidInput e) {
            throw e.within(question.path());
        }
    }

    private ModelDefinition byKind(Content content) {
        Kind kind = content instanceof Content.Features ? Kind.TABULAR : Kind.TEXT;
        return models.defaultFor(kind)
                .orElseThrow(() -> InvalidInput.of(
                        "no-model",
                        "model",
                        "is missing, and the models file has no default for "
                                + (kind == Kind.TEXT ? "a text" : "features") + ": expected one of "
                                + models.all().stream()
                                        .map(ModelDefinition::name)
                                        .toList()));
    }

    private Answer answer(LoadedVersion version, Content content, int top, boolean explain) {
        Content cleaned = cleaned(version.model(), content);
        Prediction prediction = version.classifier().predict(cleaned, scratches.get());
        Optional<Explanation> explanation =
                explain ? Optional.of(version.classifier().explain(cleaned)) : Optional.empty();
        return new Answer(ids.get(), version, prediction, top, explanation);
    }

    private Content cleaned(ModelName model, Content content) {
        TextCleaner cleaner = cleaners.get(model);
        return content instanceof Content.Text text && cleaner != null
                ? new Content.Text(cleaner.clean(text.value()))
                : content;
    }

    private static String whyWaiting(LoadedModels now, ServedModel model) {
        return now.readAt().isPresent()
                ? model.whyWaiting()
                : "the registry of model versions was not read yet"
                        + now.trouble().map(why -> ": " + why).orElse(": ask again in a moment");
    }
}
