package dev.tagjoin.dev;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The installed Chromium. Without one, the tests that need it are left out, and say so. */
final class Browser implements ExecutionCondition {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (find(NAMES) != null && find(List.of("chromedriver")) != null) {
      return ConditionEvaluationResult.enabled("Chromium is installed");
    }
    String how =
        "no Chromium with its driver is on the path. On Debian: apt-get install chromium"
            + " chromium-driver; then: ./mvnw test -Dtest=DevPageTest";
    if (context.getTestMethod().isEmpty()) {
      tell(context.getDisplayName() + " WAS LEFT OUT: " + how);
    }
    return ConditionEvaluationResult.disabled(how);
  }

  /** Where whoever runs the build looks; the report of a left out test does not show there. */
  @SuppressWarnings("SystemOut")
  private static void tell(String what) {
    System.out.println("!!!!\n!!!! " + what + "\n!!!!");
  }

  private static Path find(List<String> names) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Starts it without a window. */
  static ChromeDriver start(int width, int height) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(find(NAMES).toFile());
    options.addArguments("--headless=new", "--disable-gpu", "--hide-scrollbars");
    options.addArguments("--disable-dev-shm-usage", "--disable-background-networking");
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium's own sandbox refuses to run for root, which is who builds in a container
      options.addArguments("--no-sandbox");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(find(List.of("chromedriver")).toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
    driver.manage().window().setSize(new Dimension(width, height));
    return driver;
  }

  /** Sets what the page may ask about its viewer, for example the colour scheme. */
  static void prefer(ChromeDriver driver, String feature, String value) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }
}
