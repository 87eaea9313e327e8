package io.faasbatch.engine.app;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What the programs have in common: how they start, and where settings come from besides the environment and the command line. */
public final class Program {

    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.config.import",
            "optional:file:${faasbatch.home:${user.home}/.faasbatch}/faasbatch.yaml",
            "spring.main.log-startup-info",
            "false",
            "spring.lifecycle.timeout-per-shutdown-phase",
            "${faasbatch.worker.shutdown-timeout:20s}",
            "spring.jmx.enabled",
            "false");

    private Program() {}

    /** Starts the program that is put together from {@code parts} and returns when it serves. */
    public static ConfigurableApplicationContext start(String[] args, Class<?>... parts) {
        SpringApplication application = new SpringApplication(parts);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(DEFAULTS);
        return application.run(args);
    }
}
