package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlList;
import io.faasbatch.engine.definition.YamlScalar;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the types of errors that {@code on} lists. */
final class ErrorTypes {

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$]{0,254}");

    private ErrorTypes() {}

    static boolean isValid(String type) {
        return FORM.matcher(type).matches();
    }

    /** @param withoutOn what leaving {@code on} out is for */
    static Set<String> read(Fields fields, Faults faults, String withoutOn) {
        Set<String> types = new LinkedHashSet<>();
        for (YamlScalar item : fields.texts("on")) {
            if (!isValid(item.text())) {
                faults.add(item, "is no type of an error, such as FunctionError or Timeout");
            }
            types.add(item.text());
        }
        boolean empty = fields.value("on")
                .filter(on -> on instanceof YamlList list && list.items().isEmpty())
                .isPresent();
        if (empty) {
            fields.fault("on", "names no type of an error; leave it out to " + withoutOn);
        }
        return types;
    }
}
