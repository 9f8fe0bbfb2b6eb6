package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** Sends the sample events to the function, and hurries deliveries; in dev mode only. */
@Path("/dev")
@IfBuildProfile("dev")
public final class DeliveriesResource {
  /** Relative to the project, in which dev mode runs. */
  private static final java.nio.file.Path SAMPLES = java.nio.file.Path.of("examples", "events");

  private static final String SUFFIX = ".json";

  private final Deliveries deliveries;
  private final ObjectMapper json;

  DeliveriesResource(Deliveries deliveries, ObjectMapper json) {
    this.deliveries = deliveries;
    this.json = json;
  }

  /** The names of the sample events: the files of {@code examples/events} without their ending. */
  @GET
  @Path("samples")
  @Produces(MediaType.APPLICATION_JSON)
  public List<String> samples() {
    try (Stream<java.nio.file.Path> files = Files.list(SAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the directory " + SAMPLES, e);
    }
  }

  /** Sends a sample event; what comes of it is told by the feed. */
  @POST
  @Path("samples/{name}")
  @Blocking
  public void send(@PathParam("name") String name, @Context HttpServerRequest request) {
    if (!samples().contains(name)) {
      throw new NotFoundException("one of " + samples() + " expected");
    }
    try {
      JsonNode event = json.readTree(SAMPLES.resolve(name + SUFFIX).toFile());
      deliveries.deliver(request, name, null, event);
    } catch (IOException e) {
      throw new UncheckedIOException("the sample " + name, e);
    }
  }

  /** Makes the next attempt of a delivery now; nothing happens when none is waited for. */
  @POST
  @Path("deliveries/{id}/now")
  public void hasten(@PathParam("id") long id) {
    deliveries.hasten(id);
  }
}
