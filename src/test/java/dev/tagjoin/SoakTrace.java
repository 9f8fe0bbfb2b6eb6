package dev.tagjoin;

import dev.tagjoin.dev.EmbeddedEcs;
import dev.tagjoin.dev.Move;
import dev.tagjoin.ecs.EcsApi;
import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What happened to each resource during a {@link Soak}, as seen by its senders and by ECS. Safe for
 * use by several threads.
 */
final class SoakTrace {
  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();

  private record Note(Instant at, String id, String text) {}

  void note(String id, String text) {
    notes.add(new Note(Instant.now(), id, text));
  }

  /** All about one resource, in the order of time, a line each. */
  String of(String id, EmbeddedEcs ecs) {
    List<Note> all = new ArrayList<>(notes.stream().filter(n -> n.id.equals(id)).toList());
    for (dev.tagjoin.dev.RecordedCall context : ecs.calls("JoinResourceGroup")) {
      if (id.equals(context.parameters().get("ResourceId"))) {
        String group = context.parameters().get("ResourceGroupId");
        String answer =
            context.status() == 0 ? "not answered" : context.status() + " " + context.code();
        all.add(new Note(context.time(), id, "ECS got join " + group + ", " + answer));
      }
    }
    for (Move move : ecs.account().moves()) {
      if (id.equals(move.id())) {
        all.add(new Note(move.time(), id, "ECS moved from " + move.from() + " to " + move.to()));
      }
    }
    all.sort(Comparator.comparing(Note::at));
    StringBuilder text = new StringBuilder();
    all.forEach(note -> text.append("\n  ").append(note.at).append(' ').append(note.text));
    return text.toString();
  }

  /** The way to ECS of one instance, whose moves and reads are noted. */
  EcsApi over(EcsApi ecs, String instance) {
    return new EcsApi(ecs) {
      @Override
      public Map<String, ResourceState> describe(
          RequestContext context,
          ResourceKind kind,
          String region,
          String account,
          Collection<String> ids)
          throws EcsException {
        Map<String, ResourceState> read = super.describe(context, kind, region, account, ids);
        read.forEach(
            (id, state) ->
                note(id, instance + " read " + state.group() + " with tags " + state.tags()));
        return read;
      }

      @Override
      public String join(RequestContext context, ResourceRef ref, String group)
          throws EcsException {
        note(ref.id(), instance + " begins to join " + group);
        try {
          String requestId = super.join(context, ref, group);
          note(ref.id(), instance + " joined " + group);
          return requestId;
        } catch (EcsException e) {
          note(ref.id(), instance + " did not join " + group + ": " + e.code());
          throw e;
        }
      }
    };
  }
}
