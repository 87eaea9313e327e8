package io.faasbatch.proxy;

import com.sun.net.httpserver.HttpExchange;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.proxy.batch.RunQueue;
import io.faasbatch.proxy.code.BadArchiveException;
import io.faasbatch.proxy.code.CodeDirectory;
import io.faasbatch.proxy.http.HttpReads;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RuntimeLoader;
import io.faasbatch.proxy.runtime.Services;
import io.faasbatch.proxy.store.IntermediateData;
import io.faasbatch.proxy.store.NoIntermediateData;
import io.faasbatch.proxy.store.RedisIntermediateData;
import io.faasbatch.proxy.value.ValueRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /init}: takes code and settings, once. */
final class InitEndpoint {

    private final FunctionSlot slot;
    private final List<RuntimeLoader> loaders;
    private final Optional<String> ownRuntime;
    private final CodeDirectory code;
    private final Limits limits;
    private final JsonMapper json;

    /** @param ownRuntime of functions that name none but this container's image */
    InitEndpoint(
            FunctionSlot slot,
            List<RuntimeLoader> loaders,
            Optional<String> ownRuntime,
            CodeDirectory code,
            Limits limits,
            JsonMapper json) {
        this.slot = slot;
        this.loaders = List.copyOf(loaders);
        this.ownRuntime = ownRuntime;
        this.code = code;
        this.limits = limits;
        this.json = json;
    }

    FunctionSlot.Loaded handle(HttpExchange exchange) throws IOException, RefusedException {
        slot.claim();
        boolean filled = false;
        try {
            InitRequest settings = read(LimitedBody.of(exchange, limits.initBytes()));
            RuntimeLoader loader = loader(settings.runtime());
            code.unpack();
            FunctionSlot.Loaded loaded = load(loader, settings);
            slot.fill(loaded);
            filled = true;
            return loaded;
        } catch (BadArchiveException e) {
            throw new RefusedException(400, "BadArchive", e.getMessage());
        } catch (InitException e) {
            throw new RefusedException(422, e.detail());
        } finally {
            if (!filled) {
                slot.release();
            }
        }
    }

    /** The code goes to a file while it is read: in memory it would be there three times, in a container that may be small. */
    private InitRequest read(InputStream body) throws IOException {
        Path archive = code.prepare();
        ObjectReader values = json.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        ObjectNode settings = json.createObjectNode();
        try (JsonParser parser = json.createParser(body);
                OutputStream archiveOut = Files.newOutputStream(archive)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw MismatchedInputException.from(parser, InitRequest.class, "the body must be a JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("code") && value == JsonToken.VALUE_STRING) {
                    parser.readBinaryValue(archiveOut);
                } else {
                    settings.set(name, values.readValue(parser));
                }
            }
        }
        return json.treeToValue(settings, InitRequest.class);
    }

    private RuntimeLoader loader(String asked) throws RefusedException {
        String runtime = asked.equals(InitRequest.OWN_IMAGE) ? ownRuntime.orElse(asked) : asked;
        for (RuntimeLoader loader : loaders) {
            if (loader.runtime().equals(runtime)) {
                return loader;
            }
        }
        String known = loaders.stream().map(RuntimeLoader::runtime).collect(Collectors.joining(", "));
        throw new RefusedException(400, "UnknownRuntime", "there is no runtime " + runtime + " here, only " + known);
    }

    private FunctionSlot.Loaded load(RuntimeLoader loader, InitRequest settings) throws InitException {
        IntermediateData data = settings.store()
                .<IntermediateData>map(address -> new RedisIntermediateData(address, limits.storeValueBytes()))
                .orElseGet(NoIntermediateData::new);
        HttpReads http = new HttpReads(limits.httpBytes(), settings.coalesceHttp(), InstantSource.system());
        Services services = new Services(data, http);
        boolean kept = false;
        try {
            FunctionRuntime runtime = new ValueRuntime(
                    loader.load(settings, code.path(), services), data, limits.values(settings.maxValueBytes()), json);
            RunQueue queue = new RunQueue(
                    runtime,
                    settings.concurrency(),
                    Duration.ofMillis(settings.timeoutMillis()),
                    InstantSource.system());
            kept = true;
            return new FunctionSlot.Loaded(settings.function(), settings.runtime(), runtime, queue, services);
        } finally {
            if (!kept) {
                services.close();
            }
        }
    }
}
