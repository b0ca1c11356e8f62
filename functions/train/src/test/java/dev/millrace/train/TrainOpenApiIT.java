package dev.millrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.document.ModelDefinition;
import dev.millrace.document.Models;
import dev.millrace.runtime.OpenApi;
import dev.millrace.runtime.RequestExample;
import dev.millrace.store.DatabaseRole;
import dev.millrace.store.NewVersion;
import dev.millrace.store.Registry;
import dev.millrace.store.TrainingRuns;
import dev.millrace.store.VersionInfo;
import dev.millrace.testkit.TestDatabase;
import io.micronaut.web.router.Router;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The specification says what there is, no more and no less, and its examples work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainOpenApiIT {
    private final TestDatabase database = TestDatabase.fresh();
    private final Served train = new Served(database);
    private final OpenApi specification = OpenApi.of(List.of("train"));

    @AfterAll
    void close() {
        train.close();
    }

    @Test
    void routes_areThoseOfTheSpecification() {
        Set<String> routes = train.context
                .getBean(Router.class)
                .uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(routes).isEqualTo(specification.paths());
    }

    @Test
    void examples_workWhenSent() {
        String run;
        try (var store = database.open(DatabaseRole.TRAIN)) {
            ModelDefinition spam =
                    train.context.getBean(Models.class).all().iterator().next();
            Registry registry = new Registry(store);
            registry.publish(version(spam, Optional.empty()), true, "a test", "to have one");
            registry.publish(version(spam, Optional.of(1)), true, "a test", "to roll back to the first");
            run = new TrainingRuns(store).start(spam.name(), "test").id().toString();
        }

        for (RequestExample example : specification.requestExamples()) {
            String path = example.path().startsWith("/runs/") ? "/runs/" + run : example.path();
            assertThat(train.send(example.method(), path, example.body()))
                    .as(example.name())
                    .satisfies(answer ->
                            assertThat(answer.status()).as(answer.text()).isBetween(200, 299));
        }
    }

    private static NewVersion version(ModelDefinition model, Optional<Integer> parent) {
        return new NewVersion(model.name(), new byte[] {1}, VersionInfo.PUBLISHED, "{}", "{}", List.of(), parent);
    }
}
