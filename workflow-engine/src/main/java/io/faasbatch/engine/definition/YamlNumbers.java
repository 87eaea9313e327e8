package io.faasbatch.engine.definition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Numbers of YAML's core schema, exactly as written. */
public final class YamlNumbers {

    /** More digits, or a larger exponent, are no number anybody means. */
    private static final int MOST_CHARACTERS = 400;

    private static final int LARGEST_EXPONENT = 400;

    private YamlNumbers() {}

    /** Empty when the scalar is no number, is infinite, not a number or beyond all measure. */
    public static Optional<BigDecimal> exact(YamlScalar scalar) {
        boolean number = scalar.kind() == YamlScalar.Kind.INTEGER || scalar.kind() == YamlScalar.Kind.DECIMAL;
        if (!number || scalar.text().length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            BigDecimal value = parse(scalar.text());
            return Math.abs((long) value.precision() - value.scale()) > LARGEST_EXPONENT
                    ? Optional.empty()
                    : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static BigDecimal parse(String text) {
        if (text.startsWith("0x")) {
            return new BigDecimal(new BigInteger(text.substring(2), 16));
        }
        if (text.startsWith("0o")) {
            return new BigDecimal(new BigInteger(text.substring(2), 8));
        }
        return new BigDecimal(text);
    }
}
