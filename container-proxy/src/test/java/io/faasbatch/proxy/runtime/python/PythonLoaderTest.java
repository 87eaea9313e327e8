package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.InitException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonLoaderTest {

    @TempDir
    Path dir;

    @Test
    void anImportErrorIsToldWithWhatWasPrintedBefore() {
        ErrorDetail detail = refusal(PythonFunction.in(dir).main("print('so far')\nimport nowhere_to_be_found\n"));
        assertThat(detail.type()).isEqualTo("ModuleNotFoundError");
        assertThat(detail.message()).isEqualTo("No module named 'nowhere_to_be_found'");
        assertThat(detail.stack()).contains("main.py\", line 2", "so far").doesNotContain("<faasbatch>", "<frozen");
    }

    @Test
    void aSyntaxErrorIsToldWithItsLine() {
        ErrorDetail detail = refusal(PythonFunction.in(dir).main("def handle(:\n"));
        assertThat(detail.type()).isEqualTo("SyntaxError");
        assertThat(detail.stack()).contains("main.py\", line 1");
    }

    @Test
    void aModuleThatExitsIsToldToo() {
        assertThat(refusal(PythonFunction.in(dir).main("import sys; sys.exit('enough')"))
                        .type())
                .isEqualTo("SystemExit");
        assertThat(refusal(PythonFunction.in(dir).main("import os; os._exit(7)"))
                        .message())
                .contains("exit code 7");
    }

    @Test
    void aHandlerMustExistAndBeCallable() {
        assertThat(refusal(PythonFunction.in(dir).main("x = 1").handler("main:handle"))
                        .type())
                .isEqualTo("MissingHandler");
        assertThat(refusal(PythonFunction.in(dir).main("x = 1").handler("main:x"))
                        .message())
                .contains("int, not a function");
        assertThat(refusal(PythonFunction.in(dir).main("x = 1").handler("main")).message())
                .contains("module:function");
    }

    @Test
    void aSharedNameThatCannotBeImportedIsNamed() {
        PythonFunction.Settings settings = PythonFunction.in(dir).main("def handle(i, c): pass");
        assertThat(refusal(settings.shared("nowhere.Client")).message())
                .contains("'nowhere.Client'", "No module named");
        assertThat(refusal(settings.shared("json.Client")).message()).contains("'json.Client'", "has no 'Client'");
    }

    @Test
    void anInterpreterThatCannotBeStartedIsToldClearly() {
        PythonFunction.Settings settings =
                PythonFunction.in(dir).main("").proxyEnv(Map.of("FAASBATCH_PYTHON", "/nowhere/python3"));
        assertThat(refusal(settings).type()).isEqualTo("InterpreterMissing");
    }

    @Test
    void theInterpreterIsStartedBeforehandInAPythonContainer() throws Exception {
        Map<String, String> env = Map.of("FAASBATCH_PYTHON", "/usr/bin/python3", "FAASBATCH_RUNTIME", "python3");
        try (PythonFunction function = PythonFunction.in(dir)
                .main("def handle(i, c): return i")
                .proxyEnv(env)
                .load()) {
            assertThat(function.start("inv", "7").output().asInt()).isEqualTo(7);
        }
    }

    private static ErrorDetail refusal(PythonFunction.Settings settings) {
        InitException refused = catchThrowableOfType(InitException.class, settings::load);
        assertThat(refused).isNotNull();
        return refused.detail();
    }
}
