package dev.tagjoin;

import dev.tagjoin.dev.EmbeddedAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The packaged function in a process of its own, with the environment that its platform gives it.
 * It is the native executable where there is one, else the JVM package.
 *
 * <p>A request reaches it as the platform that it was built for would send it: over HTTP, or
 * through a Runtime API.
 */
public final class Executable implements AutoCloseable {
  /** Whether the package under test is the one for AWS Lambda. */
  public static final boolean LAMBDA = "lambda".equals(System.getProperty("test.platform"));

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path NATIVE = Path.of(System.getProperty("native.image.path"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final RuntimeApi runtime;
  private final int port;
  private final Path directory;
  private final Path output;
  private final Process process;

  private Executable(Builder builder) {
    try {
      directory = Files.createTempDirectory("tagjoin");
      output = directory.resolve("output");
      port = freePort();
      runtime = LAMBDA ? new RuntimeApi() : null;
      for (Map.Entry<String, String> file : builder.files.entrySet()) {
        Files.writeString(directory.resolve(file.getKey()), file.getValue());
      }
      ProcessBuilder start = new ProcessBuilder(command(builder.properties, builder.arguments));
      start.environment().clear();
      start.environment().putAll(platform());
      start.environment().putAll(builder.environment);
      process =
          start
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as the caller gets it; header names are in lower case. */
  public record Answer(int status, Map<String, String> headers, String body) {}

  /** What the process gets along. */
  public static final class Builder {
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private final List<String> properties = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    private Builder() {}

    /** A variable of the environment. */
    public Builder with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** A file in the working directory. */
    public Builder withFile(String name, String content) {
      files.put(name, content);
      return this;
    }

    /** A system property, given on the command line. */
    public Builder withProperty(String name, Object value) {
      properties.add("-D" + name + "=" + value);
      return this;
    }

    /** Arguments of the command line: a command and its arguments. */
    public Builder withArguments(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** Starts it and waits until it takes requests. */
    public Executable ready() {
      Executable started = started();
      started.awaitReady();
      return started;
    }

    /** Starts it and does not wait. */
    public Executable started() {
      return new Executable(this);
    }
  }

  /** Nothing but what the platform gives. */
  public static Builder bare() {
    return new Builder();
  }

  /** With the example rules, keys that the embedded ECS knows, and callers let in. */
  public static Builder usual() {
    return bare()
        .with("TAGJOIN_RULES_FILE", Path.of("examples/rules.yaml").toAbsolutePath().toString())
        .with("TAGJOIN_AUTH", "none")
        .with("TAGJOIN_ACCOUNTS", EmbeddedAccount.ID)
        .with("ALIBABA_CLOUD_ACCESS_KEY_ID", EmbeddedAccount.ACCESS_KEY_ID)
        .with("ALIBABA_CLOUD_ACCESS_KEY_SECRET", EmbeddedAccount.ACCESS_KEY_SECRET);
  }

  private static List<String> command(List<String> properties, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (Files.exists(NATIVE)) {
      command.add(NATIVE.toString());
      command.addAll(properties);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(properties);
      command.add("-jar");
      command.add(Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
    }
    command.addAll(arguments);
    return command;
  }

  private Map<String, String> platform() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "en_US.UTF-8");
    environment.put("TZ", ":UTC");
    environment.put("HOME", directory.toString());
    if (LAMBDA) {
      environment.put("AWS_LAMBDA_RUNTIME_API", runtime.authority());
      environment.put("AWS_LAMBDA_FUNCTION_NAME", "tagjoin");
      environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
      environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128");
      environment.put("AWS_REGION", "eu-central-1");
      environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023");
      environment.put("LAMBDA_TASK_ROOT", directory.toString());
      environment.put("_HANDLER", "not.used");
    } else {
      environment.put("FC_SERVER_PORT", Integer.toString(port));
      environment.put("FC_FUNCTION_NAME", "tagjoin");
      environment.put("FC_FUNCTION_MEMORY_SIZE", "512");
      environment.put("FC_REGION", "cn-hangzhou");
      environment.put("FC_ACCOUNT_ID", EmbeddedAccount.ID);
      environment.put("FC_FUNC_CODE_PATH", directory.toString());
    }
    return environment;
  }

  private void awaitReady() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!(LAMBDA ? runtime.isPolled() : listens())) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String said = output();
        close();
        throw new IllegalStateException("the function did not start:\n" + said);
      }
      sleep(5);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends an event and waits for the answer. */
  public Answer send(String event) {
    return call("POST", "/events", Map.of("content-type", "application/json"), event);
  }

  /** Sends a request and waits for the answer. */
  public Answer call(String method, String path, Map<String, String> headers, String body) {
    if (LAMBDA) {
      return runtime.call(method, path, headers, body);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Map<String, String> all = new TreeMap<>();
      response.headers().map().forEach((name, values) -> all.put(name, String.join(",", values)));
      return new Answer(response.statusCode(), all, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(output(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens; only for Function Compute. */
  public int port() {
    return port;
  }

  /** The Runtime API that it polls; only for AWS Lambda. */
  public RuntimeApi runtime() {
    return runtime;
  }

  /** All that it has written so far, to standard output and standard error. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the process did not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    if (runtime != null) {
      runtime.close();
    }
  }
}
