package io.faasbatch.engine.cores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.engine.cores.CoreShares.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoreSharesTest {

    private static final int SEEDS = 2000;
    private static final double ROUNDING = 1e-6;

    @Test
    void theContainersOfOneFunctionShareItsPart() {
        Map<String, Double> shares = CoreShares.divide(
                List.of(
                        new Claim("a1", "a", 1, 1),
                        new Claim("a2", "a", 1, 1),
                        new Claim("a3", "a", 1, 1),
                        new Claim("a4", "a", 1, 1),
                        new Claim("b1", "b", 1, 1)),
                2);
        assertThat(shares.get("b1")).isEqualTo(1, within(ROUNDING));
        assertThat(shares.get("a1")).isEqualTo(0.25, within(ROUNDING));
    }

    @Test
    void whatAFunctionDoesNotNeedOthersGet() {
        Map<String, Double> shares = CoreShares.divide(
                List.of(new Claim("a", "a", 0.2, 1), new Claim("b", "b", 2, 1), new Claim("c", "c", 2, 1)), 3);
        assertThat(shares.get("a")).isEqualTo(0.2, within(ROUNDING));
        assertThat(shares.get("b")).isEqualTo(1.4, within(ROUNDING));
        assertThat(shares.get("c")).isEqualTo(1.4, within(ROUNDING));
    }

    @Test
    void whatNobodyNeedsIsRoomToGrow() {
        Map<String, Double> shares =
                CoreShares.divide(List.of(new Claim("a", "a", 0.1, 1), new Claim("b", "b", 0.3, 2)), 2);
        assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(2, within(ROUNDING));
        assertThat(shares.get("b")).isGreaterThan(shares.get("a"));
    }

    @Test
    void aFunctionThatAsksForMoreCoresWeighsMore() {
        Map<String, Double> shares =
                CoreShares.divide(List.of(new Claim("a", "a", 1, 1), new Claim("b", "b", 3, 3)), 2);
        assertThat(shares.get("a")).isEqualTo(0.5, within(ROUNDING));
        assertThat(shares.get("b")).isEqualTo(1.5, within(ROUNDING));
    }

    /** Sums, no core unused, and nobody who is short has less for its weight than another. */
    @Test
    void everyDivisionIsFairAndLeavesNothingUnused() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            double cores = 0.5 + 8 * random.nextDouble();
            List<Claim> claims = claims(random);
            Map<String, Double> shares = CoreShares.divide(claims, cores);

            double given =
                    shares.values().stream().mapToDouble(Double::doubleValue).sum();
            assertThat(given).as("seed %d", seed).isEqualTo(cores, within(ROUNDING));
            assertThat(shares.values()).as("seed %d", seed).allMatch(part -> part >= 0);
            assertFair(seed, claims, shares);
        }
    }

    private static List<Claim> claims(Random random) {
        List<Claim> claims = new ArrayList<>();
        int containers = 1 + random.nextInt(12);
        for (int i = 0; i < containers; i++) {
            claims.add(new Claim(
                    "c" + i, "f" + random.nextInt(4), 2.4 * random.nextDouble(), 0.1 + 2 * random.nextDouble()));
        }
        return claims;
    }

    private static void assertFair(int seed, List<Claim> claims, Map<String, Double> shares) {
        Map<String, List<Claim>> functions = claims.stream().collect(Collectors.groupingBy(Claim::function));
        functions.forEach((name, own) -> {
            double demand = own.stream().mapToDouble(Claim::demand).sum();
            double part = sum(own, shares);
            if (part >= demand - ROUNDING) {
                return;
            }
            double weight = weight(own);
            functions.forEach((otherName, other) -> assertThat(sum(other, shares) / weight(other))
                    .as("seed %d: %s is short, %s is not favoured", seed, name, otherName)
                    .isLessThanOrEqualTo(part / weight + ROUNDING));
        });
    }

    private static double sum(List<Claim> own, Map<String, Double> shares) {
        return own.stream()
                .mapToDouble(claim -> shares.getOrDefault(claim.container(), 0.0))
                .sum();
    }

    private static double weight(List<Claim> own) {
        return own.stream().mapToDouble(Claim::weight).max().orElseThrow();
    }
}
