package dev.tagjoin.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells every open page what happens, as server-sent events, and whoever comes later what happened
 * last. Thread-safe.
 *
 * <p>The events are {@code book} (the text of the rule book that holds), {@code draft} (a faulty
 * text of its file), {@code board} (a {@link Board.View}), {@code delivery} (a {@link Delivery},
 * each time it gets on) and {@code start} (the deliveries so far are forgotten).
 */
@Singleton
@IfBuildProfile("dev")
final class Feed {
  /** How many deliveries are told to whoever comes later. */
  private static final int KEPT = 60;

  private final Board board;
  private final EditableRules rules;
  private final ObjectMapper json;
  private final Map<SseEventSink, Sse> listeners = new HashMap<>();
  private final Deque<Delivery> deliveries = new ArrayDeque<>();
  private String lastBoard = "";
  private long lastId;

  Feed(Board board, EditableRules rules, ObjectMapper json) {
    this.board = board;
    this.rules = rules;
    this.json = json;
  }

  /**
   * @param file the name of the file to which the book can be written, or {@code null}
   */
  private record Book(String text, String file) {}

  private Book active() {
    Path file = rules.file();
    return new Book(rules.text(), file == null ? null : file.getFileName().toString());
  }

  /** Adds a listener and tells it how things stand. */
  synchronized void join(SseEventSink sink, Sse sse) {
    listeners.put(sink, sse);
    send(sink, "book", text(active()));
    send(sink, "board", text(board.view()));
    deliveries.forEach(delivery -> send(sink, "delivery", text(delivery)));
  }

  /** Tells the board, when it is another than the last time. */
  synchronized void board() {
    String now = text(board.view());
    if (!now.equals(lastBoard)) {
      lastBoard = now;
      tell("board", now);
    }
  }

  /** Tells the rule book, and what it makes of the board. */
  synchronized void book() {
    tell("book", text(active()));
    board();
  }

  /** Tells a text that the rule book's file has, and that cannot become the active book. */
  synchronized void draft(String text) {
    tell("draft", text(new Book(text, null)));
  }

  /** An id that no delivery had. */
  synchronized long nextId() {
    return ++lastId;
  }

  /** Tells where a delivery stands. */
  synchronized void delivery(Delivery delivery) {
    deliveries.removeIf(known -> known.id() == delivery.id());
    deliveries.addLast(delivery);
    if (deliveries.size() > KEPT) {
      deliveries.removeFirst();
    }
    tell("delivery", text(delivery));
  }

  /** Forgets the deliveries, as after a start. */
  synchronized void forget() {
    deliveries.clear();
    tell("start", "{}");
  }

  /** Ends the connections, so that pages connect to what comes after a live reload. */
  @PreDestroy
  synchronized void close() {
    listeners.keySet().forEach(SseEventSink::close);
    listeners.clear();
  }

  private void tell(String name, String content) {
    listeners.keySet().removeIf(SseEventSink::isClosed);
    List<SseEventSink> sinks = new ArrayList<>(listeners.keySet());
    sinks.forEach(sink -> send(sink, name, content));
  }

  private void send(SseEventSink sink, String name, String content) {
    if (sink.isClosed()) {
      return;
    }
    var unused =
        sink.send(listeners.get(sink).newEvent(name, content))
            .exceptionally(
                gone -> {
                  // a page that was closed; the next round forgets it
                  sink.close();
                  return null;
                });
  }

  private String text(Object content) {
    try {
      return json.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers can be written", e);
    }
  }
}
