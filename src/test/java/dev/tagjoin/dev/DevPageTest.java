package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.doctor.Advice;
import dev.tagjoin.resource.ResourceKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Dev mode's page in a real browser, as somebody who has just started it meets it. */
@ExtendWith(Browser.class)
@QuarkusTest
@TestProfile(DevPageTest.DevMode.class)
class DevPageTest {
  private static final Path PICTURES = Path.of("target", "page");
  private static final String WEB_02 = "i-bp1b4ym5yh7ciz96h3kr";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static ChromeDriver browser;

  @Inject EditableRules rules;
  @Inject EmbeddedAccount account;
  @Inject Vertx vertx;

  private HttpServer server;
  private int port;
  private String book;

  /** The profile of {@code quarkus:dev}. */
  public static final class DevMode implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "dev";
    }

    /** Dev mode knows no Lambda; tests on the platform lambda would ask for its context. */
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.arc.exclude-types", "io.quarkus.amazon.lambda.http.AwsHttpContextProducers");
    }
  }

  @BeforeAll
  static void start() {
    browser = Browser.start(1280, 1000);
  }

  @AfterAll
  static void stop() {
    browser.quit();
  }

  @BeforeEach
  void open() {
    book = rules.text();
    port = listen();
    // moves are waited for, not watched
    Browser.prefer(browser, "prefers-reduced-motion", "reduce");
    browser.get("http://127.0.0.1:" + port + "/");
    await("the first resource is shown", () -> !browser.findElements(css(".traces")).isEmpty());
  }

  /**
   * Opens a port. On the platform lambda tests have none: what they send is carried by Lambda
   * events, in which an answer that does not end has no place.
   */
  private int listen() {
    server = vertx.createHttpServer().requestHandler(VertxHttpRecorder.getRootHandler());
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    return server.actualPort();
  }

  @AfterEach
  void backToTheStart() {
    RestAssured.given().port(port).post("/dev/reset").then().statusCode(204);
    rules.apply(book);
    browser.get("about:blank");
    server.close().toCompletionStage().toCompletableFuture().join();
    List<String> complaints =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
            // a rule book with faults is answered 422, and a sweep in trouble 503, on purpose
            .filter(entry -> !entry.getMessage().contains("status of"))
            .map(LogEntry::getMessage)
            .toList();
    assertEquals(List.of(), complaints, "what the browser complains about");
  }

  // ---- what a person does and sees

  @Test
  void movesCardWhenTagChanges() {
    select("web-02");
    assertEquals("default", columnOf("web-02"));

    type(css(".row .value"), "prod");
    browser.findElement(By.id("save-tags")).click();

    await("web-02 is in prod", () -> columnOf("web-02").equals("prod"));
    await("the delivery tells the outcome", () -> deliveries().contains("joined"));
    assertTrue(deliveries().startsWith("TagResources web-02"), deliveries());
    assertTrue(deliveries().contains("200"), deliveries());
    assertTrue(deliveries().contains("default → prod by rule \"production\""), deliveries());
    assertTrue(deliveries().contains("DescribeInstances, JoinResourceGroup"), deliveries());
    await("it is said", () -> said().contains("web-02 moved to prod"));
    await(
        "the explanation follows", () -> why().startsWith("Stays in prod, by rule \"production\""));
    assertEquals(Map.of("env", "prod"), account.tagsOf(ResourceKind.INSTANCE, WEB_02), "in ECS");
  }

  @Test
  void sendsUntagResourcesForRemovedTag() {
    select("db-01");
    assertEquals("default", columnOf("db-01"));

    browser.findElement(css("[aria-label='Remove tagjoin']")).click();
    browser.findElement(By.id("save-tags")).click();

    await("db-01 is in prod", () -> columnOf("db-01").equals("prod"));
    await("the call is named", () -> deliveries().startsWith("UntagResources db-01"));
  }

  @Test
  void showsErrorAtItsLine() {
    String broken = book.replace("join: prod\n", "join: prd\n");
    int line = broken.substring(0, broken.indexOf("join: prd")).split("\n").length;
    edit("join: prod\n", "join: prd\n");

    await("the fault is listed", () -> text(By.id("faults")).contains("prd"));
    assertTrue(text(By.id("faults")).startsWith("Line " + line), text(By.id("faults")));
    assertTrue(text(By.id("verdict")).startsWith("1 error"), text(By.id("verdict")));
    assertEquals(
        List.of(String.valueOf(line)),
        browser.findElements(css(".gutter .bad")).stream().map(WebElement::getText).toList());
    assertEquals("true", browser.findElement(By.id("rules")).getDomAttribute("aria-invalid"));

    browser.findElement(css("#faults button")).click();
    assertEquals("rules", browser.switchTo().activeElement().getDomAttribute("id"));
    assertEquals(
        "prd",
        browser.executeScript(
            "const a = document.activeElement;"
                + "return a.value.slice(a.selectionStart, a.selectionEnd)"));

    browser.findElement(By.id("apply")).click();
    assertEquals("not applied", text(By.id("rules-state")));
    assertEquals(book, rules.text(), "the book that holds");
  }

  @Test
  void anotherRuleBookHoldsWithoutARestart() {
    edit("tag.env: [prod, production]", "name: {matches: web-02}");
    await("it was checked", () -> text(By.id("verdict")).startsWith("No errors"));
    browser.findElement(By.id("rules")).sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    await("it holds", () -> text(By.id("rules-state")).equals("active"));

    select("web-02");
    await("the explanation is new", () -> why().startsWith("To prod, by rule \"production\""));
    browser.findElement(By.xpath("//button[.='Send event again']")).click();
    await("web-02 is in prod", () -> columnOf("web-02").equals("prod"));
  }

  @Test
  void movesFollowerWithLeader() {
    edit("otherwise: leave", "follow: {instance: [disk]}\notherwise: leave");
    await("it was checked", () -> text(By.id("verdict")).startsWith("No errors"));
    browser.findElement(By.id("apply")).click();
    await("it holds", () -> text(By.id("rules-state")).equals("active"));

    select("web-01-data");
    await(
        "it says why", () -> why().startsWith("To prod; no rule applies, and it goes with web-01"));
    assertTrue(card("web-01-data").getText().contains("prod"), "what it wants");
    browser.findElement(By.xpath("//button[.='Send event again']")).click();
    await("web-01-data is in prod", () -> columnOf("web-01-data").equals("prod"));
    await("the outcome says why", () -> deliveries().contains("with web-01"));
  }

  @Test
  void throttlingEndsInRetriesAndRedeliveryUntilItIsOver() {
    trouble("throttled");
    select("web-02");
    type(css(".row .value"), "prod");
    browser.findElement(By.id("save-tags")).click();

    await("a redelivery is announced", () -> deliveries().contains("Next delivery in"));
    assertTrue(deliveries().contains("503"), deliveries());
    assertTrue(deliveries().contains("retry"), deliveries());
    assertTrue(deliveries().contains("Throttling.User"), deliveries());
    String advice = Advice.about("Throttling.User", "", null);
    assertTrue(deliveries().contains("If it lasts: " + advice + ". Here:"), deliveries());
    assertEquals("default", columnOf("web-02"));

    trouble("calm");
    await("web-02 is in prod", () -> columnOf("web-02").equals("prod"));
    await("the attempts are shown", () -> deliveries().contains("attempt 2"));
    assertTrue(deliveries().contains("joined"), deliveries());
  }

  @Test
  void refusesAndRetriesForbiddenMove() {
    trouble("denied");
    sample("tag-resources");
    await("it is refused", () -> deliveries().contains("refused"));
    assertTrue(deliveries().contains("502"), deliveries());
    String advice = Advice.about("Forbidden.RAM", "JoinResourceGroup", null);
    assertTrue(deliveries().contains("Needs manual action: " + advice), deliveries());
    assertTrue(deliveries().contains("Forbidden.RAM"), deliveries());

    trouble("calm");
    await("the redelivery moves it", () -> columnOf("web-01").equals("prod"));
  }

  @Test
  void movesAllAstrayBySweep() {
    int all = account.resources().size();
    String[] astray = text(By.id("astray")).split(" of ", 2);
    assertTrue(astray[1].startsWith(all + " "), astray[1]);
    assertEquals("Move " + astray[0] + " resources now", text(By.id("sweep")));
    browser.findElement(By.id("sweep")).click();
    await("nothing is astray", () -> text(By.id("astray")).startsWith("all " + all));
    assertEquals("Nothing to move", text(By.id("sweep")));
    assertTrue(deliveries().startsWith("POST /sweep"), deliveries());
    assertEquals("payments", columnOf("tmp-build-17"));
  }

  @Test
  void sampleTimerReportsWhatWouldMove() {
    String astray = text(By.id("astray"));
    sample("timer");
    await("it is planned", () -> deliveries().contains("planned"));
    assertTrue(deliveries().contains("200"), deliveries());
    assertEquals(astray, text(By.id("astray")));
  }

  @Test
  void typedTagsShowWhereTheResourceWouldGo() {
    select("web-02");
    assertFalse(browser.findElement(By.id("save-tags")).isEnabled(), "nothing to save");
    type(css(".row .value"), "prod");

    await("it says where", () -> why().startsWith("To prod, by rule \"production\""));
    assertTrue(text(By.id("resource")).contains("With these tags"), text(By.id("resource")));
    assertEquals("default", columnOf("web-02"));
    assertEquals(Map.of("env", ""), account.tagsOf(ResourceKind.INSTANCE, WEB_02), "in ECS");
  }

  @Test
  void unsavedTagsAreNotLostWithoutAQuestion() {
    select("web-02");
    type(css(".row .value"), "prod");
    card("search-01").click();
    browser.switchTo().alert().dismiss();
    assertEquals("web-02", text(By.id("resource-title")));
    assertEquals("prod", browser.findElement(css(".row .value")).getDomProperty("value"));

    card("search-01").click();
    browser.switchTo().alert().accept();
    await("it is selected", () -> text(By.id("resource-title")).equals("search-01"));
  }

  @Test
  void startOverRestoresTheBookAndTheResources() {
    select("web-02");
    type(css(".row .value"), "prod");
    browser.findElement(By.id("save-tags")).click();
    await("web-02 is in prod", () -> columnOf("web-02").equals("prod"));
    edit("join: prod\n", "join: payments\n");
    await("it was checked", () -> text(By.id("verdict")).startsWith("No errors"));
    browser.findElement(By.id("apply")).click();
    await("it holds", () -> text(By.id("rules-state")).equals("active"));
    assertNotEquals(book, rules.text());

    browser.findElement(By.id("reset")).click();

    await("web-02 is back", () -> columnOf("web-02").equals("default"));
    await(
        "the book is back",
        () -> book.equals(browser.findElement(By.id("rules")).getDomProperty("value")));
    assertEquals(book, rules.text());
    assertEquals("active", text(By.id("rules-state")));
  }

  @Test
  void eightTabsWork() {
    String first = browser.getWindowHandle();
    try {
      for (int tab = 2; tab <= 8; tab++) {
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get("http://127.0.0.1:" + port + "/");
        await("a resource is shown", () -> !browser.findElements(css(".traces")).isEmpty());
      }
    } finally {
      for (String tab : browser.getWindowHandles()) {
        if (!tab.equals(first)) {
          browser.switchTo().window(tab).close();
        }
      }
      browser.switchTo().window(first);
    }
    await("the first goes on", () -> !browser.findElements(css(".traces")).isEmpty());
    sample("tag-resources");
    await("it hears of moves again", () -> columnOf("web-01").equals("prod"));
  }

  @Test
  void smallScreenShowsVerdictApplyAndWhy() throws IOException {
    try {
      resize(1366, 768);
      edit("join: prod\n", "join: prd\n");
      await("the error is listed", () -> text(By.id("faults")).contains("prd"));
      for (By where : List.of(By.id("verdict"), By.id("faults"), By.id("apply"))) {
        Rectangle place = browser.findElement(where).getRect();
        assertTrue(place.getY() + place.getHeight() <= 768, where + " ends at " + place.getY());
      }
      assertTrue(browser.findElement(css(".why")).getRect().getY() < 640, "why is shown");
      assertTrue(
          browser.findElement(css(".why")).getRect().getX()
              > browser.findElement(By.id("save-tags")).getRect().getX() + 60,
          "why is beside the tags");
      takePicture("light", 1366, 768);
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @Test
  void scrollsManyGroupsAndFoldsEmptyOnes() throws IOException {
    String ids = Files.readString(Path.of("examples/rules.yaml"));
    StringBuilder groups = new StringBuilder();
    for (int i = 10; i < 52; i++) {
      groups.append("  team-" + i + ": rg-acfmxazb4ph6t" + i + "\n");
    }
    try {
      resize(1366, 768);
      rules.apply(ids.replace("\nrules:", "\n" + groups + "rules:"));
      browser.navigate().refresh();
      await("they are folded", () -> text(css(".folded")).contains("team-51"));
      assertTrue(text(css(".folded")).contains("42"), text(css(".folded")));
      List<WebElement> columns = browser.findElements(css(".column"));
      assertTrue(columns.size() > 2, () -> columns.size() + " columns");
      for (WebElement column : columns) {
        int width = column.getRect().getWidth();
        assertTrue(width == 0 || width >= 180, "a column is " + width + " wide");
      }
      takePicture("groups", 1366, 768);
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  @Test
  void draftShowsWhatItWouldChange() throws IOException {
    edit("tag.env: [prod, production]", "name: {matches: web-02}");

    await("it is compared", () -> text(By.id("changes")).contains("web-02 → prod"));
    String changes = text(By.id("changes"));
    assertTrue(changes.matches("(?s)Against the active book: \\+\\d+ −\\d+\n.*"), changes);
    assertTrue(changes.contains("− web-01-system stays, not prod"), changes);
    assertEquals("not applied", text(By.id("rules-state")));
    browser.findElement(css("#make summary")).click();
    try {
      takePicture("draft", 1366, 768);
      takePicture("draft", 390, 844);
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    browser.findElement(By.id("revert")).click();
    await("nothing differs", () -> !browser.findElement(By.id("changes")).isDisplayed());
  }

  @Test
  void newResourceFollowsIsMovedByOthersAndDeleted() {
    edit("otherwise: leave", "follow: {instance: [disk]}\notherwise: leave");
    await("it was checked", () -> text(By.id("verdict")).startsWith("No errors"));
    browser.findElement(By.id("apply")).click();
    await("it holds", () -> text(By.id("rules-state")).equals("active"));

    browser.findElement(css("#make summary")).click();
    choose(css("#make [name=type]"), "disk");
    choose(css("#make [name=attachedTo]"), "web-01");
    browser.findElement(css("#make [name=name]")).sendKeys("data-9", Keys.ENTER);
    await("it is selected", () -> text(By.id("resource-title")).equals("data-9"));
    await("it goes with its instance", () -> columnOf("data-9").equals("prod"));
    await("the call is named", () -> deliveries().startsWith("CreateDisk data-9"));

    choose(By.id("group"), "search");
    await("the move is named", () -> deliveries().startsWith("JoinResourceGroup data-9"));
    await("it is moved back", () -> columnOf("data-9").equals("prod"));

    browser.findElement(By.id("delete")).click();
    await("it is gone", () -> !text(By.id("board")).contains("data-9"));
    assertNotEquals("data-9", text(By.id("resource-title")));
  }

  @Test
  void startOverBringsBackWhatWasDeleted() {
    String astray = text(By.id("astray"));
    select("web-02");
    browser.findElement(By.id("delete")).click();
    await("it is gone", () -> !text(By.id("board")).contains("web-02"));

    browser.findElement(By.id("reset")).click();
    await("it is back", () -> columnOf("web-02").equals("default"));
    assertEquals(astray, text(By.id("astray")));
  }

  private static void choose(By where, String option) {
    browser.findElement(where).findElement(By.xpath("option[.='" + option + "']")).click();
  }

  @Test
  void requestsFromElsewhereAreShownToo() {
    RestAssured.given()
        .port(port)
        .body(
            "{\"resources\":[{\"type\":\"instance\",\"id\":\"i-bp1b4ym5yh7ciz96h3kq\","
                + "\"region\":\"cn-hangzhou\"}]}")
        .post("/events")
        .then()
        .statusCode(200);
    await("web-01 is in prod", () -> columnOf("web-01").equals("prod"));
    await("it is listed", () -> deliveries().startsWith("POST /events"));
  }

  @Test
  void escapesWhatIsTyped() {
    String markup = "<img src=x onerror=document.title='owned'>";
    account.change(ResourceKind.INSTANCE, WEB_02, r -> r.withName("<b>web</b>" + r.name()));
    select("search-01");
    type(css(".row .value"), markup);
    browser.findElement(By.id("save-tags")).click();

    await("the tag is shown", () -> card("search-01").getText().contains(markup));
    await("the name is shown", () -> browser.findElement(css(".board")).getText().contains("<b>"));
    await("the outcome is shown", () -> deliveries().contains("left"));
    assertEquals(List.of(), browser.findElements(css("main img, main b")));
    assertEquals("tagjoin", browser.getTitle());
  }

  @Test
  void tagsThatEcsWouldRefuseAreRefused() {
    select("web-02");
    type(css(".row .key"), "aliyun-x");
    browser.findElement(By.id("save-tags")).click();
    await("it says why", () -> text(css(".resource .error")).contains("aliyun"));
    assertEquals(Map.of("env", ""), account.tagsOf(ResourceKind.INSTANCE, WEB_02), "in ECS");
  }

  // ---- for everybody

  @Test
  void worksByKeyboardAlone() {
    WebElement first = browser.findElement(css(".card[tabindex='0']"));
    assertEquals(1, browser.findElements(css(".card[tabindex='0']")).size(), "one stop to tab to");
    first.sendKeys(Keys.ARROW_RIGHT);
    WebElement next = browser.switchTo().activeElement();
    assertNotEquals(first.getText(), next.getText());
    next.sendKeys(Keys.ENTER);
    assertEquals("true", next.getDomAttribute("aria-pressed"));
    String name = next.findElement(css(".name")).getText();
    assertEquals(name, text(By.id("resource-title")));

    WebElement tag = browser.findElement(css(".row .value"));
    tag.sendKeys(Keys.chord(Keys.CONTROL, "a"), "production", Keys.ENTER);
    await("it moved", () -> columnOf(name).equals("prod"));

    browser.findElement(css("input[value='calm']")).sendKeys(Keys.ARROW_RIGHT);
    await("it is flaky", () -> browser.findElement(css("input[value='flaky']")).isSelected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void hasContrastAndNamesEverywhere(String scheme) throws IOException {
    Browser.prefer(browser, "prefers-color-scheme", scheme);
    trouble("denied");
    sample("batch");
    await("it is refused", () -> deliveries().contains("refused"));
    edit("join: prod\n", "join: prd\n");
    await("the fault is listed", () -> text(By.id("faults")).contains("prd"));

    try (InputStream script =
        DevPageTest.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      browser.executeScript(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object violations =
        browser.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run().then(found => done(found.violations.map(v => v.id + ': '"
                + " + v.nodes.map(n => n.html.slice(0, 120) + ' ' + n.failureSummary))))");
    assertEquals(List.of(), violations);
  }

  @Test
  void showsDescriptionOfCalls() {
    browser.findElement(css("a.api")).click();
    await("the calls are listed", () -> !browser.findElements(css(".opblock")).isEmpty());
    String calls = text(By.id("swagger"));
    assertTrue(calls.contains("/events") && calls.contains("/explain"), calls);
  }

  // ---- pictures, for the README and for looking at

  @Test
  void picturesAreTaken() throws IOException {
    sample("tag-resources");
    await("web-01 is in prod", () -> columnOf("web-01").equals("prod"));
    trouble("throttled");
    select("web-02");
    type(css(".row .value"), "prod");
    browser.findElement(By.id("save-tags")).click();
    await("a redelivery is announced", () -> deliveries().contains("Next delivery in"));
    edit("join: prod\n", "join: prd\n");
    await("the fault is listed", () -> text(By.id("faults")).contains("prd"));
    browser.executeScript("document.activeElement.blur(); scrollTo(0, 0)");
    try {
      for (String scheme : List.of("light", "dark")) {
        Browser.prefer(browser, "prefers-color-scheme", scheme);
        for (int width : new int[] {1280, 900, 390}) {
          takePicture(scheme, width, 960);
        }
      }
    } finally {
      browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }
  }

  private static void resize(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1.5, "mobile", false));
  }

  private static void takePicture(String scheme, int width, int height) throws IOException {
    Files.createDirectories(PICTURES);
    resize(width, height);
    Object picture =
        browser
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    Path file = PICTURES.resolve("page-" + scheme + "-" + width + ".png");
    Files.write(file, Base64.getDecoder().decode((String) picture));
    assertTrue(Files.size(file) > 20_000, "a page with something on it");
    assertFalse(
        (Boolean) browser.executeScript("return document.documentElement.scrollWidth > innerWidth"),
        "something sticks out to the right at " + width);
    assertEquals(
        List.of(),
        browser.executeScript(
            "const end = document.querySelector('main').getBoundingClientRect().bottom + 8;"
                + "return document.documentElement.scrollHeight - scrollY <= Math.max(innerHeight, end)"
                + " ? [] : [...document.querySelectorAll('main *')].filter(e =>"
                + " getComputedStyle(e).position === 'absolute'"
                + " && e.getBoundingClientRect().bottom > end).map(e => e.outerHTML.slice(0, 80))"
                + ".slice(0, 4).concat([String(end)])"),
        "what makes the page go on below its content at " + width);
  }

  // ---- hands and eyes

  private interface Check {
    boolean holds();
  }

  private static void await(String what, Check check) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holdsNow(check)) {
      assertTrue(System.nanoTime() < end, () -> what + "; the page reads:\n" + text(css("main")));
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean holdsNow(Check check) {
    try {
      return check.holds();
    } catch (StaleElementReferenceException | NoSuchElementException e) {
      return false;
    }
  }

  private static By css(String selector) {
    return By.cssSelector(selector);
  }

  private static String text(By where) {
    return browser.findElement(where).getText();
  }

  private static WebElement card(String name) {
    return browser.findElement(
        By.xpath("//button[contains(@class, 'card')][.//*[@class='name'][.='" + name + "']]"));
  }

  private static String columnOf(String name) {
    return card(name).findElement(By.xpath("ancestor::section[1]//h3")).getText();
  }

  private static void select(String name) {
    card(name).click();
    await(name + " is selected", () -> text(By.id("resource-title")).equals(name));
  }

  private static void type(By where, String text) {
    WebElement field = browser.findElement(where);
    field.clear();
    field.sendKeys(text);
  }

  /** Types over a part of the rule book. */
  private static void edit(String part, String with) {
    browser.executeScript(
        "const area = document.getElementById('rules');"
            + "const at = area.value.indexOf(arguments[0]);"
            + "area.focus();"
            + "area.setSelectionRange(at, at + arguments[0].length);",
        part);
    new Actions(browser).sendKeys(with).perform();
  }

  private static void trouble(String name) {
    browser.findElement(css("input[value='" + name + "']")).click();
    await(
        name + " is on",
        () -> name.equals(browser.findElement(css("body")).getDomAttribute("data-trouble")));
  }

  private static void sample(String name) {
    browser.findElement(By.xpath("//*[@id='samples']/button[.='" + name + "']")).click();
  }

  private static String deliveries() {
    return String.join(" ", lines(text(By.id("deliveries"))));
  }

  private static List<String> lines(String text) {
    return Stream.of(text.split("\n")).map(String::strip).toList();
  }

  private static String said() {
    return (String) browser.executeScript("return document.getElementById('said').textContent");
  }

  private static String why() {
    return text(css(".why"));
  }
}
