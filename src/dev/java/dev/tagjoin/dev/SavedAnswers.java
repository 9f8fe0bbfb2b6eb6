package dev.tagjoin.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagjoin.ecs.DescribeItem;
import dev.tagjoin.resource.ResourceKind;
import dev.tagjoin.resource.ResourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fills an embedded account with what describe calls to a real one answered, for example {@code
 * aliyun ecs DescribeInstances}. A file holds any number of answers, one after the other; those of
 * {@code ListResourceGroups} give the groups their names.
 */
final class SavedAnswers {
  private static final String HOME = "cn-hangzhou";

  private final EmbeddedAccount account;

  private SavedAnswers(EmbeddedAccount account) {
    this.account = account;
  }

  /**
   * An account with what the answers show, and nothing else.
   *
   * @throws IllegalArgumentException when the file cannot be read, is no JSON, shows no resource or
   *     one twice; the message names the file
   */
  static EmbeddedAccount read(Path file) {
    EmbeddedAccount account = new EmbeddedAccount(EmbeddedAccount.ID);
    SavedAnswers saved = new SavedAnswers(account);
    try (MappingIterator<JsonNode> answers =
        new ObjectMapper().readerFor(JsonNode.class).readValues(Files.readString(file))) {
      answers.forEachRemaining(saved::add);
      if (account.resources().isEmpty()) {
        throw new IllegalArgumentException(
            "no answer of a describe call in it, such as that of: aliyun ecs DescribeInstances");
      }
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "TAGJOIN_DEV_RESOURCES, " + file + ": " + e.getMessage(), e);
    }
    return account;
  }

  private void add(JsonNode answer) {
    for (JsonNode group : answer.path("ResourceGroups").path("ResourceGroup")) {
      account.addGroup(group.path("Id").asText(), group.path("Name").asText());
    }
    for (ResourceKind kind : ResourceKind.values()) {
      for (JsonNode item : DescribeItem.at(answer, kind.members().items())) {
        String region = item.path("RegionId").asText(answer.path("RegionId").asText(HOME));
        ResourceState state = DescribeItem.state(kind, region, account.id(), item);
        if (state != null) {
          account.add(resource(state));
        }
      }
    }
  }

  private EmbeddedResource resource(ResourceState state) {
    String group = state.group();
    if (group != null && account.groups().stream().noneMatch(g -> g.id().equals(group))) {
      account.addGroup(group, group);
    }
    EmbeddedResource resource =
        EmbeddedResource.of(state.ref().kind(), state.ref().id(), state.ref().region())
            .withName(state.name())
            .withGroup(group)
            .withTags(state.tags())
            .withNetwork(state.vpc(), state.vswitch());
    return state.ref().kind() == ResourceKind.SNAPSHOT
        ? resource.withDisk(state.attachedTo())
        : resource.withInstance(state.attachedTo());
  }
}
