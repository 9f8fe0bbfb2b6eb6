package dev.tagjoin.benchmarks;

import dev.tagjoin.rule.book.RuleBookParser;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.Decision;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.rule.book.RuleBookException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a rule book costs: to load, and to decide by, in the worst case that no rule but the last
 * one applies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RuleBookBenchmark {
  /** Rules of the book; it has half as many groups again. */
  @Param({"3", "200"})
  int rules;

  private String yaml;
  private RuleBook book;
  private ResourceState state;
  private RuleBook globs;
  private ResourceState longName;

  @Setup
  public void setUp() throws RuleBookException {
    StringBuilder text = new StringBuilder("version: 1\ngroups:\n");
    for (int i = 0; i < rules * 3 / 2; i++) {
      text.append(String.format("  team-%05d: rg-acfm%08d%n", i, i));
    }
    text.append("rules:\n");
    for (int i = 0; i < rules - 1; i++) {
      text.append(
          String.format(
              "  - name: rule %d%n    when:%n      tag.env: prod%n      tag.team: [team-%d, t-%d]%n"
                  + "      name: {matches: \"web-%d-*\"}%n    join: team-%05d%n",
              i, i, i, i, i));
    }
    text.append("  - name: by team\n    join: \"{tag.team}\"\n");
    yaml = text.toString();
    book = RuleBookParser.parse("benchmark", yaml);
    state = state("web-7", Map.of("env", "prod", "team", "team-00001", "app", "web"));
    globs =
        RuleBookParser.parse(
            "benchmark",
            "version: 1\nrules: [{leave: true, when: {name: {matches: '"
                + "*a".repeat(100)
                + "*b*'}}}]");
    longName = state("a".repeat(10_000), Map.of());
  }

  @Benchmark
  public RuleBook load() throws RuleBookException {
    return RuleBookParser.parse("benchmark", yaml);
  }

  @Benchmark
  public Decision decide() {
    return book.decide(state);
  }

  /** A pattern of a hundred stars that almost fits a name of ten thousand characters. */
  @Benchmark
  public Decision decideByAPathologicalPattern() {
    return globs.decide(longName);
  }

  private static ResourceState state(String name, Map<String, String> tags) {
    return new ResourceState(
        new ResourceRef(ResourceKind.INSTANCE, "i-1", "cn-hangzhou", "1234567890123456"),
        "rg-acfmxazb4ph6old",
        name,
        "vpc-1",
        "vsw-1",
        tags);
  }
}
