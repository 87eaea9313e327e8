package io.faasbatch.gateway.api;

import io.faasbatch.engine.app.StorageCheck;
import io.faasbatch.engine.callback.CallbackHosts;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.workflow.ParsedWorkflows;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.gateway.worker.WorkerDirectory;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** All operations of the REST API. */
public final class Api {

    private Api() {}

    /** Where the API reads and writes; every call of these may wait. */
    public record Stores(
            FunctionCatalog functions,
            WorkflowCatalog workflows,
            ExecutionStore executions,
            InvocationJournal journal,
            CallStore calls,
            DeadLetters deadLetters,
            ValueStore values,
            StorageCheck check) {}

    /** What checks the definitions that users deploy. */
    public record Readers(FunctionPackageReader functions, WorkflowReader workflows, CallbackHosts callbackHosts) {}

    /** Which optional parts the API has. */
    public record Surface(LegacyAccess legacy) {}

    public static List<Endpoint> endpoints(
            Edge edge,
            Stores stores,
            Readers readers,
            Surface surface,
            WorkerDirectory workers,
            PrometheusMeterRegistry registry) {
        ApiSettings settings = edge.settings();
        DefinitionCache definitions = new DefinitionCache(
                stores.functions(), edge.blocking(), settings.definitionAge(), settings.definitionEntries());
        ValueView view = new ValueView(stores.values(), settings.maxInline().bytes());
        List<Endpoint> all = new ArrayList<>();
        // Paths are tried in this order; calls are most of what comes.
        all.addAll(
                new InvocationEndpoints(edge, definitions, workers, stores, readers.callbackHosts(), view).endpoints());
        all.addAll(new FunctionEndpoints(edge, stores.functions(), readers.functions(), definitions).endpoints());
        all.addAll(new DeadLetterEndpoints(edge, stores.deadLetters()).endpoints());
        all.addAll(
                new WorkflowEndpoints(edge, stores.workflows(), stores.functions(), readers.workflows()).endpoints());
        ParsedWorkflows parsed = new ParsedWorkflows(stores.workflows(), readers.workflows()::read);
        Shown shown = new Shown(edge, parsed, view);
        all.addAll(new ExecutionEndpoints(
                        edge, stores.workflows(), stores.executions(), new InputReader(edge, stores.values()), shown)
                .endpoints());
        all.addAll(new ValueEndpoints(edge, stores, view).endpoints());
        all.addAll(new ExecutionControls(edge, stores.executions(), shown).endpoints());
        all.addAll(new EventEndpoints(edge, stores.executions()).endpoints());
        all.addAll(new GraphEndpoints(edge, stores.executions(), parsed).endpoints());
        all.addAll(SchemaEndpoints.endpoints());
        if (surface.legacy() != LegacyAccess.OFF) {
            ExecutionWait waiting = new ExecutionWait(stores.executions(), settings.maxWaiters());
            all.addAll(new LegacyApi(edge, parsed, stores.executions(), waiting, definitions, workers).endpoints());
        }
        all.addAll(new SystemEndpoints(edge, workers, stores.check(), registry).endpoints());
        all.addAll(new DispatchEndpoints(edge, workers).endpoints());
        all.add(OpenApi.endpoint(edge.bodies()));
        return List.copyOf(all);
    }
}
