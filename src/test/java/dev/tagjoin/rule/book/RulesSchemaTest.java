package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tagjoin.resource.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds docs/rules.schema.json against the parser, on the books that editors would show it. */
class RulesSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FILE = Path.of("docs/rules.schema.json");

  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.book.RuleBookSamples#good")
  void acceptsGoodBooks(RuleBookSamples.Good book) throws IOException {
    assertEquals(Set.of(), validate(book.yaml()));
  }

  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.book.RulesDocTest#books")
  void acceptsTheBooksOfTheDocumentation(String book) throws IOException {
    assertEquals(Set.of(), validate(book));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules.yaml", "names.yaml", "company/rules.yaml"})
  void acceptsTheExamples(String name) throws IOException {
    assertEquals(Set.of(), validate(Files.readString(Path.of("examples", name))));
  }

  @ParameterizedTest
  @MethodSource("dev.tagjoin.rule.book.RuleBookSamples#bad")
  void refusesWhatItCanKnowToBeBad(RuleBookSamples.Bad book) throws IOException {
    assertEquals(book.bySchema(), !validate(book.yaml()).isEmpty(), book.yaml());
  }

  @Test
  void knowsTheSameKinds() throws IOException {
    JsonNode kinds = JSON.readTree(FILE.toFile()).at("/definitions/kind/enum");
    assertEquals(
        Arrays.stream(ResourceKind.values()).map(ResourceKind::type).toList(),
        StreamSupport.stream(kinds.spliterator(), false).map(JsonNode::textValue).toList());
  }

  private static Set<ValidationMessage> validate(String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Files.readString(FILE));
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return schema.validate(JSON.valueToTree(new Load(settings).loadFromString(yaml)));
  }
}
