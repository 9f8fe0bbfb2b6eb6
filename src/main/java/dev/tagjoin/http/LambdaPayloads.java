package dev.tagjoin.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;

/**
 * Prepares what AWS Lambda hands over for the extension that reads it, which knows payload format
 * 2.0 alone and takes a path as it comes. Thread-safe.
 *
 * <p>The stage of an HTTP API is taken off the path, {@code Expect} off the headers, since the body
 * is there already, and a payload of another format becomes a request to {@link #UNSUPPORTED_PATH},
 * which is answered 400.
 */
public final class LambdaPayloads extends SimpleModule {
  /** The path that says that the payload was not a request of format 2.0. */
  static final String UNSUPPORTED_PATH = "/unsupported-payload";

  private static final long serialVersionUID = 1;

  /** The extension's type. It is not there in a build for another platform. */
  private static final String EVENT = "APIGatewayV2HTTPEvent";

  /** Makes the module. */
  public LambdaPayloads() {
    super("lambda payloads");
    setDeserializerModifier(new Modifier());
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> reader) {
      return type.getBeanClass().getSimpleName().equals(EVENT) ? new Reader(reader) : reader;
    }
  }

  private static final class Reader extends DelegatingDeserializer {
    private static final long serialVersionUID = 1;

    Reader(JsonDeserializer<?> delegate) {
      super(delegate);
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
      return new Reader(delegate);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode payload = prepared(context.readTree(parser));
      try (JsonParser prepared = payload.traverse(parser.getCodec())) {
        prepared.nextToken();
        return super.deserialize(prepared, context);
      }
    }
  }

  private static JsonNode prepared(JsonNode payload) {
    JsonNode path = payload.path("rawPath");
    if (!(payload instanceof ObjectNode event)
        || !path.isTextual()
        || !payload.at("/requestContext/http/method").isTextual()) {
      return unsupported();
    }
    String stage = payload.path("requestContext").path("stage").asText("");
    String prefix = "/" + stage + "/";
    if (!stage.isEmpty() && !stage.equals("$default") && path.textValue().startsWith(prefix)) {
      event.put("rawPath", path.textValue().substring(prefix.length() - 1));
    }
    if (payload.path("headers") instanceof ObjectNode headers) {
      for (Iterator<String> names = headers.fieldNames(); names.hasNext(); ) {
        if (names.next().equalsIgnoreCase("expect")) {
          names.remove();
        }
      }
    }
    return event;
  }

  private static ObjectNode unsupported() {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("version", "2.0");
    event.put("rawPath", UNSUPPORTED_PATH).put("rawQueryString", "");
    event.putObject("headers");
    event.putObject("requestContext").putObject("http").put("method", "POST");
    return event;
  }
}
