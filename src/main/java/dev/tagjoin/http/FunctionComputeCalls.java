package dev.tagjoin.http;

/**
 * Tells which requests Function Compute makes itself, and whose {@code x-fc-} headers it has set.
 * Only to be asked where the process runs on Function Compute: elsewhere anybody can send them.
 */
final class FunctionComputeCalls {
  static final String CONTROL_PATH = "x-fc-control-path";

  private FunctionComputeCalls() {}

  /**
   * Whether the platform itself makes the call, so that it has authenticated who asked for it.
   *
   * @param path the path as the server normalises it
   * @param controlPath the header {@link #CONTROL_PATH}, or {@code null}
   */
  static boolean isPlatformCall(String method, String path, String controlPath) {
    String expected =
        switch (path) {
          case "/invoke", "/initialize" -> "POST";
          case "/pre-freeze", "/pre-stop" -> "GET";
          default -> null;
        };
    return method.equals(expected) && path.equals(controlPath);
  }

  /**
   * Whether the {@code x-fc-} headers of a request that was let in are the platform's: those of its
   * event calls, and those that its HTTP trigger adds whatever the path.
   */
  static boolean hasPlatformHeaders(String path, String controlPath) {
    return "/http-invoke".equals(controlPath) || isPlatformCall("POST", path, controlPath);
  }
}
