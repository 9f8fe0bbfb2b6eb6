package dev.tagjoin.event;

import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.text.PrintableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Collects the findings of one request, with one look for each resource. Not thread-safe. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();
  private final Map<ResourceRef, Integer> looks = new HashMap<>();
  private final Set<String> identities = new HashSet<>();
  private final Set<ResourceRef> ofThisEvent = new HashSet<>();

  List<Finding> all() {
    return List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  /** Whether anything but reasons to ignore was added since there were {@code size} findings. */
  boolean isWantedFrom(int size) {
    return all.subList(size, all.size()).stream()
        .anyMatch(finding -> !(finding instanceof Finding.Ignored));
  }

  /** Takes back what was added since there were {@code size} findings; no look may be among it. */
  void removeFrom(int size) {
    all.subList(size, all.size()).clear();
  }

  /** Begins an event; returns {@code false} for a copy of an earlier one, which is ignored. */
  boolean begin(Event event) throws TooLargeException {
    ofThisEvent.clear();
    String identity = event.identity();
    if (identity == null || identities.add(identity)) {
      return true;
    }
    ignored(event, null, "duplicate of event " + event.id() + " in this request");
    return false;
  }

  /** Lets an event begin again: what a message carries may have the same id as the message. */
  void reopen(Event event) {
    identities.remove(event.identity());
  }

  /** Adds the reason why an event, or one resource of it, is ignored. */
  void ignored(Event event, Subject subject, String reason) throws TooLargeException {
    add(
        new Finding.Ignored(PrintableText.of(event.id()), subject, PrintableText.sentence(reason)),
        all);
  }

  /** Adds an element of a batch that is not an event. */
  void noEvent(String reason) throws TooLargeException {
    add(new Finding.Ignored(null, null, PrintableText.sentence(reason)), all);
  }

  void timer(String triggerName, String payload) throws TooLargeException {
    add(new Finding.Timer(null, PrintableText.of(triggerName), payload), all);
  }

  /**
   * Adds the resources that an event names.
   *
   * @param region the claimed region of those that name none themselves
   * @param account the claimed account of those that name none themselves
   */
  void resources(
      Event event, List<Named> named, Claim region, Claim account, Instant time, String ownMove)
      throws TooLargeException {
    for (Named one : named) {
      Claim ownRegion = one.region() == null ? region : one.region();
      Claim ownAccount = one.account() == null ? account : one.account();
      ResourceKind kind = ResourceTypeWords.kind(one.type());
      String error = error(one, kind, ownRegion, ownAccount);
      if (error == null) {
        ResourceRef ref = new ResourceRef(kind, one.id(), ownRegion.value(), ownAccount.value());
        look(event, new Finding.Look(PrintableText.of(event.id()), ref, time, ownMove));
      } else {
        Subject subject =
            new Subject(
                kind == null ? PrintableText.of(one.type()) : kind.type(),
                PrintableText.of(one.id()),
                ownRegion.value(),
                ownAccount.value());
        ignored(event, subject, error);
      }
    }
  }

  private static String error(Named named, ResourceKind kind, Claim region, Claim account) {
    if (named.error() != null) {
      return named.error();
    }
    if (named.type() == null) {
      return named.at() + ": the type is missing";
    }
    if (kind == null) {
      return "type " + PrintableText.of(named.type()) + " cannot be joined to a resource group";
    }
    if (!ResourceRef.isId(named.id())) {
      return "%s: an id must have 1 to %s characters, without white space and control characters"
          .formatted(named.at(), ResourceRef.MAX_ID_LENGTH);
    }
    return region.error() == null ? account.error() : region.error();
  }

  private void look(Event event, Finding.Look look) throws TooLargeException {
    ResourceRef ref = look.ref();
    Integer known = looks.get(ref);
    if (known == null) {
      add(look, all);
      looks.put(ref, all.size() - 1);
      ofThisEvent.add(ref);
      return;
    }
    Finding.Look first = (Finding.Look) all.get(known);
    Instant time = look.eventTime();
    boolean isLater =
        time != null && (first.eventTime() == null || time.isAfter(first.eventTime()));
    // one reason to look that is not the function's own is enough
    String ownMove = Objects.equals(first.ownMove(), look.ownMove()) ? look.ownMove() : null;
    all.set(
        known, new Finding.Look(first.event(), ref, isLater ? time : first.eventTime(), ownMove));
    if (ofThisEvent.add(ref)) {
      ignored(
          event,
          new Subject(ref.kind().type(), ref.id(), ref.region(), ref.account()),
          "already looked at for "
              + (first.event() == null ? "an earlier event" : "event " + first.event())
              + " in this request");
    }
  }

  /**
   * Adds to a list within {@link EventReader#MAX_FINDINGS}, so that no request fills the memory.
   */
  static <T> void add(T item, List<T> list) throws TooLargeException {
    check(list.size() + 1);
    list.add(item);
  }

  /** Checks a size against {@link EventReader#MAX_FINDINGS}. */
  static void check(int size) throws TooLargeException {
    if (size > EventReader.MAX_FINDINGS) {
      throw new TooLargeException(
          "",
          "more than "
              + EventReader.MAX_FINDINGS
              + " resources in one request; send fewer at once");
    }
  }
}
