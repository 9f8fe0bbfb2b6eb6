package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tagjoin.cli.CommandLine;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import dev.tagjoin.rule.FoundGroups;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.text.InputFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the example of a whole company to its cases. */
class CompanyExampleTest {
  private static final Path RULES = Path.of("examples/company/rules.yaml");

  @Test
  void allCasesAreAsExpected() {
    CommandLine line = new CommandLine();

    int status = line.run("test", RULES.toString(), "examples/company/cases.yaml");

    assertEquals("12 cases, all as expected\n", line.out());
    assertEquals(0, status);
  }

  @Test
  void isBeyondDoubt() throws Exception {
    assertEquals(List.of(), book().warnings());
  }

  @Test
  void joinsTheGroupOfEachAccount() throws Exception {
    FoundGroups first = new FoundGroups(Map.of("team-search", "rg-aaaa", "default", "rg-bbbb"));
    FoundGroups second =
        new FoundGroups(Map.of("team-search", "rg-cccc", "default-cn-hangzhou", "rg-dddd"));
    RuleBook book = book();

    assertEquals("rg-aaaa", book.decide(state("4735"), first).group());
    assertEquals("rg-cccc", book.decide(state("4735"), second).group());
    assertEquals("rg-bbbb", book.decide(state("1"), first).group());
    assertEquals("rg-dddd", book.decide(state("1"), second).group());
  }

  private static ResourceState state(String costCentre) {
    ResourceRef ref = new ResourceRef(ResourceKind.DISK, "d-1", "cn-hangzhou", "1234567890123456");
    return new ResourceState(ref, null, null, null, null, Map.of("costcentre", costCentre));
  }

  private static RuleBook book() throws Exception {
    return RuleBookParser.parse(
        "rules.yaml",
        InputFile.read(RULES),
        name -> InputFile.readBeside(RULES, name),
        () -> LocalDate.of(2026, 6, 18));
  }
}
