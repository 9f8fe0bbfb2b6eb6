package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {
  @Test
  void tracesBugAndItsCauseWithCleanMessages() {
    Exception bug = new IllegalStateException("sent\n{\"log\":1}", new RuntimeException("why"));

    List<String> lines = ProblemMapper.trace(bug).lines().toList();

    assertTrue(lines.get(0).startsWith("java.lang.IllegalStateException: sent"), lines::toString);
    assertTrue(lines.get(1).startsWith("\tat " + getClass().getName()), lines::toString);
    assertEquals(
        List.of("caused by java.lang.RuntimeException: why"),
        lines.stream().filter(line -> line.startsWith("caused")).toList());
    assertTrue(lines.stream().skip(1).allMatch(l -> l.startsWith("\tat ") || l.startsWith("cau")));
  }
}
