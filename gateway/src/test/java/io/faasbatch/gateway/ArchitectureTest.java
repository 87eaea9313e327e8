package io.faasbatch.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and each foreign client is known to one package. */
final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.faasbatch");

    @Test
    void groupingKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.faasbatch.grouping..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.faasbatch.grouping..", "java..", "org.jspecify..", "com.google.errorprone..")
                .check(CLASSES);
    }

    @Test
    void theEngineDoesNotKnowTheGateway() {
        noClasses()
                .that()
                .resideInAPackage("io.faasbatch.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.faasbatch.gateway..")
                .check(CLASSES);
    }

    @Test
    void springAndReactorStayAtTheEdges() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.faasbatch.gateway..",
                        "io.faasbatch.engine.app..",
                        "io.faasbatch.engine.http..",
                        "io.faasbatch.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..")
                .check(CLASSES);
    }

    @Test
    void eachForeignClientIsKnownToOnePackage() {
        onlyKnownTo("io.lettuce..", "io.faasbatch.engine.redis");
        onlyKnownTo("com.github.dockerjava..", "io.faasbatch.engine.docker");
        onlyKnownTo("org.snakeyaml..", "io.faasbatch.engine.definition");
        onlyKnownTo("com.dashjoin..", "io.faasbatch.engine.workflow");
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.faasbatch.engine.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.faasbatch.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static void onlyKnownTo(String client, String ourPackage) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ourPackage)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(client)
                .check(CLASSES);
    }
}
