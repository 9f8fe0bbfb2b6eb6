package dev.tagjoin.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Callers that do not come to the end of a request's head, and others that must not be taken for
 * them.
 */
interface SlowHeads {
  String LIVE = "GET /q/health/live HTTP/1.1\r\nHost: tagjoin\r\n\r\n";
  String HALF = "POST /events HTTP/1.1\r\nHost: tagjoin\r\nX-Half: ";
  long BOUND = RequestHeads.BOUND.toMillis();

  /** How much later than the bound an end may come on a busy machine, in milliseconds. */
  long SLACK = 3_000;

  /** Where the server listens. */
  int port();

  /** A whole request that takes longer than the bound to handle, and less than twice as long. */
  String longRequest();

  /** One caller's connection. */
  final class Caller implements AutoCloseable {
    private final Socket socket;
    private final StringBuilder heard = new StringBuilder();
    private final long start = System.nanoTime();

    Caller(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    long millis() {
      return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Listens for a time; whether the connection is still open. */
    boolean listen(long millis) throws IOException {
      InputStream in = socket.getInputStream();
      long end = System.nanoTime() + millis * 1_000_000;
      byte[] part = new byte[4096];
      for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        socket.setSoTimeout((int) left);
        try {
          int length = in.read(part);
          if (length < 0) {
            return false;
          }
          heard.append(new String(part, 0, length, StandardCharsets.US_ASCII));
        } catch (SocketTimeoutException e) {
          return true;
        }
      }
      return true;
    }

    /** Listens until so many answers have begun. */
    void awaitAnswers(int count, long millis) throws IOException {
      while (answers() < count && millis() < millis) {
        assertTrue(listen(50), () -> "ended after " + millis() + " ms: " + heard);
      }
      assertEquals(count, answers(), heard::toString);
    }

    int answers() {
      return heard.toString().split("HTTP/1\\.1 200 ", -1).length - 1;
    }

    void assertTimedOut() {
      assertTrue(heard.toString().startsWith("HTTP/1.1 408 "), heard::toString);
      assertTrue(heard.toString().contains("\r\nConnection: close\r\n"), heard::toString);
      String body = heard.substring(heard.indexOf("\r\n\r\n") + 4);
      assertTrue(heard.toString().contains("\r\nContent-Length: " + body.length() + "\r\n"));
      assertTrue(body.contains("the head of the request did not come to its end"), body);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** All at once, since each takes longer than the bound. */
  @Test
  default void whoIsTooSlowIsEndedAndNobodyElse() throws Exception {
    List<Executable> callers =
        List.of(
            this::halfAHeadIsAnsweredAndEnded,
            this::aHeadInDropsIsAnsweredAndEnded,
            this::halfAFurtherHeadIsAnsweredAndEnded,
            this::whoSaysNothingIsEndedWithoutAnAnswer,
            this::aFurtherRequestMayComeAfterAPause,
            this::requestsMayComeTogether,
            this::aHeadMayTakeItsTime,
            this::aRequestMayBeHandledForLonger);
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (Executable caller : callers) {
        running.add(
            threads.submit(
                () -> {
                  try {
                    caller.execute();
                  } catch (Throwable e) {
                    throw new ExecutionException(e);
                  }
                  return null;
                }));
      }
      assertAll(running.stream().map(one -> one::get));
    } finally {
      threads.shutdownNow();
    }
  }

  private void halfAHeadIsAnsweredAndEnded() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(HALF);
      assertTrue(caller.listen(BOUND - 1_000), caller.heard::toString);
      assertEquals(false, caller.listen(1_000 + SLACK));
      caller.assertTimedOut();
    }
  }

  private void aHeadInDropsIsAnsweredAndEnded() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(HALF);
      boolean isOpen = true;
      while (isOpen && caller.millis() < BOUND + SLACK) {
        caller.say("x");
        isOpen = caller.listen(300);
        assertTrue(isOpen || caller.millis() >= BOUND - 500, caller.heard::toString);
      }
      assertEquals(false, isOpen);
      caller.assertTimedOut();
    }
  }

  private void halfAFurtherHeadIsAnsweredAndEnded() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(LIVE);
      caller.awaitAnswers(1, BOUND);
      caller.heard.setLength(0);
      caller.say(HALF);
      assertTrue(caller.listen(BOUND - 1_000), caller.heard::toString);
      assertEquals(false, caller.listen(1_000 + SLACK));
      caller.assertTimedOut();
    }
  }

  private void whoSaysNothingIsEndedWithoutAnAnswer() throws IOException {
    try (Caller caller = new Caller(port())) {
      assertEquals(false, caller.listen(BOUND + SLACK));
      assertTrue(caller.millis() >= BOUND - 500);
      assertEquals("", caller.heard.toString());
    }
  }

  private void aFurtherRequestMayComeAfterAPause() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(LIVE);
      assertTrue(caller.listen(BOUND + SLACK), caller.heard::toString);
      caller.say(LIVE);
      caller.awaitAnswers(2, BOUND + 2 * SLACK);
    }
  }

  private void requestsMayComeTogether() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(LIVE + LIVE + LIVE);
      caller.awaitAnswers(3, BOUND);
      // the last one begins in the same packet as its predecessor ends
      caller.say(LIVE + LIVE.substring(0, 30));
      caller.awaitAnswers(4, BOUND);
      caller.say(LIVE.substring(30));
      caller.awaitAnswers(5, BOUND);
      assertTrue(caller.listen(BOUND + 1_000), caller.heard::toString);
    }
  }

  private void aHeadMayTakeItsTime() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(LIVE.substring(0, 20));
      assertTrue(caller.listen(BOUND / 2), caller.heard::toString);
      caller.say(LIVE.substring(20));
      caller.awaitAnswers(1, BOUND);
      assertTrue(caller.listen(BOUND), caller.heard::toString);
    }
  }

  private void aRequestMayBeHandledForLonger() throws IOException {
    try (Caller caller = new Caller(port())) {
      caller.say(longRequest());
      // a further request begins meanwhile, and is in no hurry before the first is answered
      caller.say(LIVE.substring(0, 30));
      caller.awaitAnswers(1, 2 * BOUND);
      assertTrue(caller.millis() > BOUND, () -> "answered after " + caller.millis() + " ms");
      caller.say(LIVE.substring(30));
      caller.awaitAnswers(2, 2 * BOUND);
    }
  }
}
