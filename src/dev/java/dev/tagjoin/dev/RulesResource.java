package dev.tagjoin.dev;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tagjoin.rule.Diagnostic;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Checks and exchanges the rule book while the function runs; in dev mode only. */
@Path("/dev/rules")
@IfBuildProfile("dev")
public final class RulesResource {
  private final EditableRules rules;
  private final Board board;
  private final Feed feed;

  RulesResource(EditableRules rules, Board board, Feed feed) {
    this.rules = rules;
    this.board = board;
    this.feed = feed;
  }

  /**
   * What is to be said about a text.
   *
   * @param faults what is wrong, in the order of the lines
   * @param warnings what is doubtful
   * @param moves how many resources of the embedded account this book would move; absent when there
   *     are faults
   * @param changes where it differs from the active book; absent when there are faults
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(
      List<Diagnostic> faults, List<Diagnostic> warnings, Long moves, List<Board.Change> changes) {}

  /** The text of the book that holds, with its comments. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String text() {
    return rules.text();
  }

  /** Reads a text and changes nothing. */
  @POST
  @Path("check")
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  public Verdict check(String text) {
    return verdict(rules.check(text));
  }

  /** Makes a text the book that holds; answers 422 and changes nothing when it has faults. */
  @PUT
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  public Response apply(String text) {
    return answer(rules.apply(text));
  }

  /** Makes a text the book that holds and writes it to the book's file. */
  @PUT
  @Path("file")
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  public Response save(String text) {
    if (rules.file() == null) {
      throw new NotFoundException("dev mode runs with no rule book of your own");
    }
    return answer(rules.save(text));
  }

  private Response answer(EditableRules.Reading reading) {
    if (reading.book() != null) {
      feed.book();
    }
    return Response.status(reading.book() == null ? 422 : 200).entity(verdict(reading)).build();
  }

  private Verdict verdict(EditableRules.Reading reading) {
    if (reading.book() == null) {
      return new Verdict(reading.faults(), reading.warnings(), null, null);
    }
    Board.Draft draft = board.draft(reading.book());
    return new Verdict(reading.faults(), reading.warnings(), draft.moves(), draft.changes());
  }
}
