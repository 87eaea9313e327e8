package io.faasbatch.engine.app;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The worker program. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HttpConfiguration.class, WorkerConfiguration.class, WorkerServerConfiguration.class})
public class WorkerApplication {

    public static void main(String[] args) {
        Program.start(args, WorkerApplication.class, StorageConfiguration.class, EngineConfiguration.class);
    }
}
