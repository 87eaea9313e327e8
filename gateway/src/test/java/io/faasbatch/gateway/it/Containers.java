package io.faasbatch.gateway.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the containers of a function say of themselves. */
final class Containers {

    private final RunningGateway gateway;

    Containers(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /** The counters of the container proxy of each container of the function. */
    List<JsonNode> metrics(String function) {
        List<JsonNode> metrics = new ArrayList<>();
        for (JsonNode container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            if (container.get("function").asString().equals(function)) {
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
