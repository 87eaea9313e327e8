package io.faasbatch.gateway.app;

import io.faasbatch.engine.app.LimitSettings;
import io.faasbatch.engine.formats.WorkflowFormats;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.function.PackageLimits;
import io.faasbatch.gateway.api.FunctionPackageReader;
import io.faasbatch.gateway.api.WorkflowReader;
import io.faasbatch.grouping.Strategies;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How definitions are read. */
@Configuration(proxyBeanMethods = false)
class DefinitionConfiguration {

    @Bean
    FunctionPackageReader functionPackageReader(LimitSettings settings) {
        PackageLimits limits = PackageLimits.withStrategies(Set.copyOf(Strategies.names()))
                .withArchiveBytes(settings.maxPackage().intBytes());
        return (name, archive, now) -> FunctionPackage.parse(name, archive, limits, now);
    }

    @Bean
    WorkflowReader workflowReader() {
        WorkflowFormats formats = new WorkflowFormats();
        return formats::read;
    }
}
