package dev.tagjoin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.ecs.AccountList;
import dev.tagjoin.ecs.DirectoryAccount;
import dev.tagjoin.ecs.ResourceGroup;
import dev.tagjoin.reconcile.Reconciler;
import dev.tagjoin.rule.RuleBook;
import dev.tagjoin.sweep.Sweeper;
import java.util.List;
import java.util.Map;

/**
 * The parts of the application that commands use, built from the environment variables when they
 * are asked for. {@link #checkSettings()} comes before any other. Not safe for use by several
 * threads.
 */
public interface Services {
  /**
   * Checks the names and values of all settings, as the start of the function does.
   *
   * @throws CommandException when one is unknown or has a wrong value
   */
  void checkSettings() throws CommandException;

  /**
   * Looks for credentials.
   *
   * @throws CommandException when there are none
   */
  void requireCredentials() throws CommandException;

  /** What makes passes by a rule book. */
  Sweeper sweeper(RuleBook rules);

  /**
   * What moves resources by a rule book.
   *
   * @param isUndo whether its moves are marked as those of an undo
   */
  Reconciler reconciler(RuleBook rules, boolean isUndo);

  /**
   * The rule book that the function would start with.
   *
   * @throws CommandException when there is none, or it is not valid
   */
  RuleBook rules() throws CommandException;

  /**
   * The answers of a call of Resource Manager, one for each page.
   *
   * @throws CommandException when it is refused or cannot be reached
   */
  List<JsonNode> resourceManager(String action, Map<String, String> parameters)
      throws CommandException;

  /** What examines the setup by a rule book. */
  Doctor doctor(RuleBook rules);

  /**
   * The regions of a pass by a rule book that is given none; empty when there are none.
   *
   * @param rules the rule book, or {@code null} for the settings alone
   */
  List<String> regions(RuleBook rules);

  /**
   * The resource groups of an account.
   *
   * @param account an account with a role, or {@code null} for the one of the credentials
   * @throws CommandException when they could not be read
   */
  List<ResourceGroup> groups(String account) throws CommandException;

  /**
   * The accounts of the resource directory.
   *
   * @throws CommandException when they could not be read
   */
  List<DirectoryAccount> directory() throws CommandException;

  /** What {@code TAGJOIN_ACCOUNTS} says. */
  AccountList accounts();

  /** Whether {@code TAGJOIN_DRY_RUN} is set. */
  boolean isDryRun();

  /** {@code TAGJOIN_SWEEP_MAX_SHARE}: the largest part of the resources that may move, 0 to 1. */
  double maxShare();
}
