package io.faasbatch.engine.cores;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides cores among containers, by function: weighted max-min fairness. A function's weight is the cores it asks for; one that needs less than its part
 * leaves the rest to those that need more. What a function gets is divided among its containers in the same way, as equals.
 *
 * <p>What nobody needs is divided once more, so that one whose need grows finds room before it is measured again.
 */
final class CoreShares {

    /** Parts below this are rounding. */
    private static final double NOTHING = 1e-9;

    private CoreShares() {}

    /**
     * One container with work.
     *
     * @param demand how many cores it would use if it had them, 0 or more
     * @param weight of its function, above 0
     */
    record Claim(String container, String function, double demand, double weight) {

        Claim {
            if (!(weight > 0) || !(demand >= 0)) {
                throw new IllegalArgumentException("a claim is of at least 0 cores, and weighs something");
            }
        }
    }

    private record Part(double weight, double demand) {}

    /** The cores of each container; together all of them, if there is a container. */
    static Map<String, Double> divide(List<Claim> claims, double cores) {
        Map<String, List<Claim>> byFunction = new LinkedHashMap<>();
        claims.forEach(claim -> byFunction
                .computeIfAbsent(claim.function(), _ -> new ArrayList<>())
                .add(claim));
        List<List<Claim>> functions = List.copyOf(byFunction.values());
        List<Double> ofFunctions =
                divideParts(functions.stream().map(CoreShares::whole).toList(), cores);
        Map<String, Double> shares = new HashMap<>();
        for (int i = 0; i < functions.size(); i++) {
            List<Claim> own = functions.get(i);
            List<Double> parts = divideParts(
                    own.stream().map(claim -> new Part(1, claim.demand())).toList(), ofFunctions.get(i));
            for (int j = 0; j < own.size(); j++) {
                shares.put(own.get(j).container(), parts.get(j));
            }
        }
        return Map.copyOf(shares);
    }

    private static Part whole(List<Claim> function) {
        return new Part(
                function.stream().mapToDouble(Claim::weight).max().orElseThrow(),
                function.stream().mapToDouble(Claim::demand).sum());
    }

    private static List<Double> divideParts(List<Part> parts, double cores) {
        double[] given = new double[parts.size()];
        double left = fill(given, parts, parts.stream().map(Part::demand).toList(), cores);
        fill(given, parts, Collections.nCopies(parts.size(), Double.POSITIVE_INFINITY), left);
        List<Double> result = new ArrayList<>();
        for (double one : given) {
            result.add(one);
        }
        return result;
    }

    /** Raises all that are below their level, by weight, until the cores are used up; gives what is left. */
    private static double fill(double[] given, List<Part> parts, List<Double> levels, double cores) {
        double left = cores;
        while (left > NOTHING) {
            double weight = 0;
            for (int i = 0; i < given.length; i++) {
                weight += levels.get(i) - given[i] > NOTHING ? parts.get(i).weight() : 0;
            }
            if (weight == 0) {
                return left;
            }
            double before = left;
            for (int i = 0; i < given.length; i++) {
                double missing = levels.get(i) - given[i];
                if (missing > NOTHING) {
                    double part = Math.min(missing, before * parts.get(i).weight() / weight);
                    given[i] += part;
                    left -= part;
                }
            }
        }
        return Math.max(0, left);
    }
}
