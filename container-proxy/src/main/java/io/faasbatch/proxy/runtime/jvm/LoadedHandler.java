package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Context;
import io.faasbatch.api.Handler;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RunRequest;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** The function's one instance, with JSON on both sides of it. Immutable; the handler inside is the user's. */
final class LoadedHandler {

    private static final String NOT_FOUND = "HandlerNotFound";
    private static final String NOT_USABLE = "HandlerNotUsable";

    private final Handler<@Nullable Object, @Nullable Object> handler;
    private final JsonMapper json;
    private final ObjectReader input;

    private LoadedHandler(Handler<@Nullable Object, @Nullable Object> handler, JsonMapper json) {
        this.handler = handler;
        this.json = json;
        JavaType type = json.getTypeFactory()
                .constructType(handler.getClass())
                .findSuperType(Handler.class)
                .containedTypeOrUnknown(0);
        this.input = json.readerFor(type);
    }

    /** Runs user code: its static initialisers and its constructor. */
    static LoadedHandler load(String className, ClassLoader loader, JsonMapper json) throws InitException {
        try {
            Class<?> found = Class.forName(className, true, loader);
            if (!Handler.class.isAssignableFrom(found)) {
                throw fault(NOT_USABLE, className + " does not implement " + Handler.class.getName());
            }
            @SuppressWarnings("unchecked") // erased: the input is made to its type, the output is only read
            Handler<@Nullable Object, @Nullable Object> handler = (Handler<@Nullable Object, @Nullable Object>)
                    found.getConstructor().newInstance();
            return new LoadedHandler(handler, json);
        } catch (ClassNotFoundException e) {
            throw fault(NOT_FOUND, "the code has no class " + className);
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw fault(NOT_USABLE, className + " must be a public class with a public constructor without parameters");
        } catch (InvocationTargetException | ExceptionInInitializerError e) {
            throw new InitException(UserError.of(e.getCause() == null ? e : e.getCause()));
        } catch (LinkageError e) {
            throw new InitException(UserError.of(e));
        }
    }

    /** Binary values are leaves of the answer, as objects. */
    JsonNode call(RunRequest request, Context context) throws Exception {
        @Nullable Object argument = convert(JvmValues.whole(request.input(), request.parts(), json));
        @Nullable Object returned = handler.handle(argument, context);
        try {
            return returned == null ? NullNode.getInstance() : json.valueToTree(returned);
        } catch (JacksonException e) {
            throw new ConversionException(ErrorDetail.of(ErrorDetail.INVALID_OUTPUT, e.getOriginalMessage()), e);
        }
    }

    private @Nullable Object convert(JsonNode given) throws ConversionException {
        if (given.isNull()) {
            return null;
        }
        try {
            return input.readValue(given);
        } catch (JacksonException e) {
            throw new ConversionException(ErrorDetail.of(ErrorDetail.INVALID_INPUT, e.getOriginalMessage()), e);
        }
    }

    private static InitException fault(String type, String message) {
        return new InitException(ErrorDetail.of(type, message));
    }
}
