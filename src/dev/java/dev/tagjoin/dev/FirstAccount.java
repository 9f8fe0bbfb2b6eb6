package dev.tagjoin.dev;

import dev.tagjoin.rule.RuleBook;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the account that dev mode begins with: the user's own resources, or samples. */
@Singleton
@IfBuildProfile("dev")
final class FirstAccount {
  private final Optional<String> file;

  FirstAccount(@ConfigProperty(name = "tagjoin.dev-resources") Optional<String> file) {
    this.file = file;
  }

  /** A new account. */
  EmbeddedAccount make() {
    return file.map(name -> SavedAnswers.read(Path.of(name))).orElseGet(EmbeddedAccount::seeded);
  }

  /** Gives an account the groups of a book, and samples for its rules unless it is the user's. */
  void fit(EmbeddedAccount account, RuleBook book) {
    if (file.isPresent()) {
      BookSamples.addGroups(account, book);
    } else {
      BookSamples.add(account, book);
    }
  }
}
