package dev.tagjoin.event;

/** A request beyond a limit of {@link EventReader}: send it in smaller parts. */
public final class TooLargeException extends MalformedEventException {
  TooLargeException(String pointer, String message) {
    super(pointer, message);
  }
}
