package io.faasbatch.gateway.app;

import io.faasbatch.engine.app.EngineConfiguration;
import io.faasbatch.engine.app.HttpConfiguration;
import io.faasbatch.engine.app.Program;
import io.faasbatch.engine.app.StorageConfiguration;
import io.faasbatch.engine.app.WorkerConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway program. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HttpConfiguration.class, WorkerConfiguration.class, GatewayConfiguration.class})
public class GatewayApplication {

    public static void main(String[] args) {
        Program.start(
                args,
                GatewayApplication.class,
                DefinitionConfiguration.class,
                StorageConfiguration.class,
                EngineConfiguration.class);
    }
}
