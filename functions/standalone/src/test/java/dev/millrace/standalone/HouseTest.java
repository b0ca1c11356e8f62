package dev.millrace.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house: which module may know which. It stands here since standalone sees them all. */
@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
final class HouseTest {
    private static final String[] FRAMEWORKS = {
        "io.micronaut..", "jakarta.inject..", "org.apache.kafka..", "java.sql..", "org.jdbi..", "org.flywaydb.."
    };

    @ArchTest
    static final ArchRule importsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.millrace..")
            .layer("standalone")
            .definedBy("dev.millrace.standalone..")
            .layer("ingest")
            .definedBy("dev.millrace.ingest..")
            .layer("clean")
            .definedBy("dev.millrace.clean..")
            .layer("train")
            .definedBy("dev.millrace.train..")
            .layer("predict")
            .definedBy("dev.millrace.predict..")
            .layer("runtime")
            .definedBy("dev.millrace.runtime..")
            .layer("store")
            .definedBy("dev.millrace.store..")
            .layer("topic")
            .definedBy("dev.millrace.topic..")
            .layer("embedded")
            .definedBy("dev.millrace.embedded..")
            .layer("classifier")
            .definedBy("dev.millrace.classifier..")
            .layer("text")
            .definedBy("dev.millrace.text..")
            .layer("document")
            .definedBy("dev.millrace.document..")
            .whereLayer("standalone")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ingest")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("clean")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("predict")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("classifier")
            .mayOnlyBeAccessedByLayers("train", "predict", "standalone")
            .whereLayer("topic")
            .mayOnlyBeAccessedByLayers("ingest", "clean")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("clean", "train", "predict", "standalone")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("ingest", "clean", "train", "predict", "standalone")
            .whereLayer("text")
            .mayOnlyBeAccessedByLayers("classifier", "clean", "train", "predict");

    @ArchTest
    static final ArchRule whatADocumentIsKnowsNothingElse = classes()
            .that(resideInAPackage("dev.millrace.document.."))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.document..", "java..", "com.fasterxml.jackson.core..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule coresOfTheModelKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage("dev.millrace.document..", "dev.millrace.text..", "dev.millrace.classifier..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule coresOfTheFunctionsKnowNoFramework = noClasses()
            .that()
            .haveSimpleName("Intake")
            .or()
            .haveSimpleName("Cleaner")
            .or()
            .haveSimpleName("Trainer")
            .or()
            .haveSimpleName("Predictor")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule sqlIsInTheStoreAlone = noClasses()
            .that()
            .resideOutsideOfPackages("dev.millrace.store..", "dev.millrace.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "org.flywaydb..", "org.postgresql..", "com.zaxxer..");

    @ArchTest
    static final ArchRule noModuleKnowsItselfByADetour =
            slices().matching("dev.millrace.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageIsFlat = classes()
            .that(resideInAPackage("dev.millrace.."))
            .should()
            .resideInAnyPackage(
                    "dev.millrace.document",
                    "dev.millrace.text",
                    "dev.millrace.classifier",
                    "dev.millrace.store",
                    "dev.millrace.topic",
                    "dev.millrace.runtime",
                    "dev.millrace.embedded",
                    "dev.millrace.ingest",
                    "dev.millrace.clean",
                    "dev.millrace.train",
                    "dev.millrace.predict",
                    "dev.millrace.standalone");

    private HouseTest() {}
}
