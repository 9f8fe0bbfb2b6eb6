package dev.tagjoin.rule.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceRef;
import dev.tagjoin.resource.ResourceState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateReaderTest {
  private static final ResourceRef REF =
      new ResourceRef(ResourceKind.NETWORK_INTERFACE, "eni-1", "eu-central-1", null);

  @Test
  void readsAFullState() throws Exception {
    assertEquals(
        new ResourceState(
            new ResourceRef(ResourceKind.NETWORK_INTERFACE, "eni-1", "eu-central-1", "12"),
            "rg-aaaa",
            "front",
            "vpc-1",
            "vsw-1",
            Map.of("größe", "", "a.b", "x")),
        StateReader.read(
            json(
                "{'type': 'eni', 'id': 'eni-1', 'region': 'eu-central-1', 'account': '12', 'group':"
                    + " 'rg-aaaa', 'name': 'front', 'vpc': 'vpc-1', 'vswitch': 'vsw-1', 'tags':"
                    + " {'größe': '', 'a.b': 'x'}}")));
  }

  @Test
  void tellsAStateFromAResource() throws Exception {
    JsonNode bare = json("{'type': 'eni', 'id': 'eni-1', 'region': 'eu-central-1', 'tags': null}");
    assertFalse(StateReader.isState(bare));
    assertEquals(REF, StateReader.readRef(bare));
    assertEquals(new ResourceState(REF, null, null, null, null, Map.of()), StateReader.read(bare));
    JsonNode full = json("{'type': 'eni', 'id': 'eni-1', 'region': 'eu-central-1', 'tags': {}}");
    assertTrue(StateReader.isState(full));
    assertEquals(REF, StateReader.readRef(full));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | `` | a state must be an object with type, id and region, not an array",
        "{} | /type | type is missing; add it",
        "{'type': 1} | /type | type must be text, not the number 1 (quote it)",
        "{'type': 'eni'} | /id | id is missing; add it",
        "{'type': 'eni', 'id': 'a b'} | /id | an id has 1 to 128 characters without white space,"
            + " unlike \"a b\"",
        "{'type': 'eni', 'id': 'x'} | /region | region is missing; add it",
        "{'type': 'eni', 'id': 'x', 'region': 'evil.example/'} | /region | \"evil.example/\" is not"
            + " a region; use an id such as cn-hangzhou",
        "{'type': 'eni', 'id': 'x', 'region': 'cn-hangzhou', 'account': true} | /account |"
            + " account must be text, not the boolean true (quote it)",
        "{'type': 'eni', 'id': 'x', 'region': 'cn-hangzhou', 'account': 'me'} | /account | \"me\" is"
            + " not an account; use its id, up to 20 digits",
        "{'type': 'eni', 'id': 'x', 'region': 'cn-hangzhou', 'tags': []} | /tags | tags must be"
            + " an object of texts, not an array",
        "{'type': 'eni', 'id': 'x', 'region': 'cn-hangzhou', 'tags': {'a/b~': 1}} | /tags/a~1b~0 |"
            + " the value of a tag must be text, not the number 1 (quote it)",
        "{'type': 'eni', 'id': 'x', 'region': 'cn-hangzhou', 'tags': {'a': null}} | /tags/a | the"
            + " value of a tag must be text, not nothing",
        "{'type': 'eni', 'tag': {}} | /tag | unknown member \"tag\"; did you mean \"tags\"?",
      })
  void saysWhereAValueIsNoState(String json, String pointer, String message) {
    StateException thrown = assertThrows(StateException.class, () -> StateReader.read(json(json)));
    assertEquals(pointer, thrown.pointer());
    assertEquals(message, thrown.getMessage());
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
