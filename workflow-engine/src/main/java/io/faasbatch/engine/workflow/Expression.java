package io.faasbatch.engine.workflow;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSONata expression over a {@link Scope}. Thread-safe: the library writes nothing into a parsed expression, keeps what changes
 * during an evaluation per thread, and every evaluation has a frame of its own.
 */
final class Expression {

    /** Longest expression, in characters: the library's reader takes the square of it in time. */
    static final int CHARACTERS = 16 * 1024;

    private static final int SHOWN = 80;
    private static final String UNEXPECTED_END = "S0207";

    private final String text;
    private final Jsonata jsonata;
    private final List<ExpressionReference> references;
    private final Set<String> steps;
    private final Optional<NamePath> path;

    private Expression(String text, Jsonata jsonata, List<ExpressionReference> references) {
        this.text = text;
        this.jsonata = jsonata;
        this.references = references;
        this.path = NamePath.of(text);
        this.steps = references.stream()
                .filter(reference ->
                        reference.root().equals("steps") && !reference.names().isEmpty())
                .map(reference -> reference.names().getFirst())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Expression parse(String text) throws ExpressionSyntaxException {
        if (text.isBlank()) {
            throw new ExpressionSyntaxException("the expression is empty", 0);
        }
        if (text.length() > CHARACTERS) {
            throw new ExpressionSyntaxException("the expression is longer than " + CHARACTERS + " characters", 0);
        }
        try {
            Jsonata jsonata = Jsonata.jsonata(text);
            jsonata.setValidateInput(false);
            jsonata.setOutputConvertNulls(false);
            return new Expression(text, jsonata, ReferenceFinder.find(text, SyntaxTree.root(jsonata)));
        } catch (JException e) {
            throw new ExpressionSyntaxException(String.valueOf(e.getMessage()), offset(text, e), e);
        } catch (StackOverflowError e) {
            throw new ExpressionSyntaxException("the expression is nested too deeply", 0, e);
        } catch (RuntimeException e) {
            throw new ExpressionSyntaxException("the expression cannot be read: " + e.getMessage(), 0, e);
        }
    }

    List<ExpressionReference> references() {
        return references;
    }

    Set<String> steps() {
        return steps;
    }

    JsonNode evaluate(Scope scope) {
        return path.flatMap(names -> names.find(scope)).orElseGet(() -> byJsonata(scope));
    }

    JsonNode byJsonata(Scope scope) {
        return guarded(() -> JsonResult.of(run(scope)));
    }

    /** By JSONata's {@code $boolean}: no value, null, 0 and what is empty are false. */
    boolean test(Scope scope) {
        return guarded(() -> Jsonata.boolize(run(scope)));
    }

    private @Nullable Object run(Scope scope) {
        Jsonata.Frame frame = jsonata.createFrame();
        EvaluationBounds.install(frame);
        long now = System.currentTimeMillis();
        frame.bind("now", Jsonata.function("now", (Jsonata.FnVarArgs<String>) args -> now(now, args), "<s?s?:s>"));
        frame.bind("millis", Jsonata.function("millis", (Jsonata.Fn0<Long>) () -> now, "<:n>"));
        frame.bind("eval", (Object) null);
        return jsonata.evaluate(JsonView.scope(scope, steps), frame);
    }

    /** The library's own clock stands still on a thread that has evaluated before. */
    private static String now(long millis, List<?> args) {
        Object picture = args.isEmpty() ? null : args.get(0);
        Object zone = args.size() < 2 ? null : args.get(1);
        return Functions.dateTimeFromMillis(millis, (String) picture, (String) zone);
    }

    private <T> T guarded(Evaluation<T> evaluation) {
        try {
            return evaluation.run();
        } catch (StackOverflowError e) {
            throw failure("is nested or recurses too deeply", e);
        } catch (RuntimeException e) {
            throw unavailable(e).map(RuntimeException.class::cast).orElseGet(() -> failure(reason(e), e));
        }
    }

    /** Redis that is away is no fault of the expression, so the execution is to go on later. */
    private static Optional<StorageUnavailableException> unavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageUnavailableException unavailable) {
                return Optional.of(unavailable);
            }
        }
        return Optional.empty();
    }

    private ExpressionException failure(String reason, Throwable cause) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new ExpressionException("${" + shown + "}: " + reason, cause);
    }

    /** The library wraps what its functions throw. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JException || cause instanceof ExpressionException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static int offset(String text, JException e) {
        if (UNEXPECTED_END.equals(e.getError())) {
            return text.length();
        }
        int end = Math.clamp(e.getLocation(), 0, text.length());
        String token = String.valueOf(e.getCurrent());
        boolean atEnd = text.substring(0, end).endsWith(token);
        return Math.max(0, atEnd ? end - token.length() : end - 1);
    }

    @FunctionalInterface
    private interface Evaluation<T> {
        T run();
    }
}
