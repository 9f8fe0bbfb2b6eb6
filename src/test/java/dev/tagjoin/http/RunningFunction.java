package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Tests of the running function, for mutation tests alone. PIT runs each test by itself, and keeps
 * the class that it found; Quarkus starts the application anew for each run, and with it loads the
 * class anew. Here a whole class is one test, and is named rather than given.
 */
class RunningFunction {
  private static final Set<String> FOUND = new HashSet<>();

  @ParameterizedTest
  @ValueSource(
      strings = {"DoctorTest", "ExplainTest", "SignedCallersTest", "SweepTest", "TransportsTest"})
  void passesAllTestsOf(String name) {
    if (isSearchedForTests(name)) {
      return;
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass("dev.tagjoin.http." + name))
                  .build(),
              listener);
    } finally {
      thread.setContextClassLoader(loader);
    }

    TestExecutionSummary summary = listener.getSummary();
    assertEquals(
        List.of(),
        summary.getFailures().stream()
            .map(f -> f.getTestIdentifier().getDisplayName() + ": " + f.getException())
            .toList());
    assertTrue(summary.getTestsSucceededCount() > 0);
  }

  /** Whether PIT runs the test only to find it, before it makes its first change. */
  private static boolean isSearchedForTests(String name) {
    return System.getProperty("sun.java.command", "").contains("MutationTestMinion")
        && FOUND.add(name);
  }
}
