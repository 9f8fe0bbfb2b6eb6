package dev.tagjoin.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Serves the page that shows the function at work, and the description of its HTTP calls. */
@Path("/")
@IfBuildProfile("dev")
public final class PageResource {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Swagger UI sets style attributes. */
  private static final String SWAGGER_POLICY =
      POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

  /** Relative to the project, in which dev mode runs. */
  private static final java.nio.file.Path OPENAPI = java.nio.file.Path.of("docs", "openapi.yaml");

  PageResource() {}

  /** The page. */
  @GET
  public Response page() {
    return file("page/index.html", POLICY);
  }

  /** A part of the page, by its name. */
  @GET
  @Path("page/{file}")
  public Response part(@PathParam("file") String file) {
    return file("page/" + plain(file), POLICY);
  }

  /** Swagger UI for the HTTP calls. */
  @GET
  @Path("q/swagger-ui")
  public Response swagger() {
    return file("page/swagger.html", SWAGGER_POLICY);
  }

  /** A part of Swagger UI. */
  @GET
  @Path("q/swagger-ui/{file}")
  public Response swaggerPart(@PathParam("file") String file) {
    return file("swagger-ui/" + plain(file), SWAGGER_POLICY);
  }

  /** The OpenAPI document of the HTTP calls, YAML. */
  @GET
  @Path("q/openapi")
  public Response openapi() {
    try {
      return Response.ok(Files.readAllBytes(OPENAPI)).type("application/yaml").build();
    } catch (IOException e) {
      throw new UncheckedIOException(OPENAPI.toString(), e);
    }
  }

  /** A name without any part of a path. */
  private static String plain(String file) {
    if (file.indexOf('/') >= 0 || file.indexOf('\\') >= 0 || file.contains("..")) {
      throw new NotFoundException();
    }
    return file;
  }

  private static Response file(String name, String policy) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream content = PageResource.class.getResourceAsStream(name)) {
      if (content == null || type == null) {
        throw new NotFoundException();
      }
      return Response.ok(content.readAllBytes())
          .header("Content-Type", type)
          .header("Content-Security-Policy", policy)
          .header("X-Content-Type-Options", "nosniff")
          .header("Cache-Control", "no-cache")
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
