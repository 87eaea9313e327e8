package io.faasbatch.gateway.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the containers of a function say of themselves. */
final class Containers {

    /** One that is being started has no address yet. */
    private static final Set<String> READY = Set.of("IDLE", "BUSY");

    private final RunningGateway gateway;

    Containers(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /** The counters of the container proxy of each container of the function that is up. */
    List<JsonNode> metrics(String function) {
        List<JsonNode> metrics = new ArrayList<>();
        for (JsonNode container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            boolean up = READY.contains(container.get("state").asString());
            if (up && container.get("function").asString().equals(function)) {
                metrics.add(metrics(container));
            }
        }
        return metrics;
    }

    private JsonNode metrics(JsonNode container) {
        String address = DockerCli.run(
                "inspect",
                "--format",
                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                container.get("dockerId").asString());
        URI proxy = URI.create("http://" + address + ":5000/metrics");
        return RunningGateway.JSON.readTree(
                gateway.send(HttpRequest.newBuilder(proxy).build()).body());
    }
}
