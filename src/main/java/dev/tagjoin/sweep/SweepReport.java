package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Outcome;
import dev.tagjoin.reconcile.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one call, account by account.
 *
 * @param accounts what came of each account that was looked at, in the order of the pass
 * @param outcomes those that are neither {@code unchanged} nor {@code left}, in the same order
 * @param cursor where to go on, or {@code null} when the pass is complete or must not go on
 * @param stop why it did not go to the end, or {@code null} when it did
 */
public record SweepReport(
    List<AccountSummary> accounts, List<Outcome> outcomes, String cursor, Stop stop) {
  public SweepReport {
    accounts = List.copyOf(accounts);
    outcomes = List.copyOf(outcomes);
  }

  /**
   * What came of one account.
   *
   * @param account its id, or {@code null} when it is not known
   * @param seen how many resources were looked at
   * @param summary how often each outcome came about, of all that was looked at, and once for each
   *     listing that failed
   * @param stop why it was not looked at to its end, or {@code null} when it was
   */
  public record AccountSummary(String account, long seen, Map<Status, Integer> summary, Stop stop) {
    public AccountSummary {
      summary = Collections.unmodifiableMap(new TreeMap<>(summary));
    }
  }

  /** The report of outcomes of which each stands for one resource that was seen. */
  public static SweepReport ofOutcomes(List<Outcome> outcomes) {
    Map<String, AccountSummary> byAccount = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      String account = outcome.resource().account();
      AccountSummary one = new AccountSummary(account, 1, Map.of(outcome.status(), 1), null);
      byAccount.merge(accountOf(outcome), one, SweepReport::sum);
    }
    return new SweepReport(new ArrayList<>(byAccount.values()), outcomes, null, null);
  }

  /** The report of a whole pass; the cursor is that of its last call. */
  public static SweepReport of(List<SweepReport> calls) {
    Map<String, AccountSummary> byAccount = new TreeMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (SweepReport call : calls) {
      outcomes.addAll(call.outcomes);
      for (AccountSummary part : call.accounts) {
        byAccount.merge(part.account == null ? "" : part.account, part, SweepReport::sum);
      }
    }
    // a part of an account in each call
    outcomes.sort(Comparator.comparing(SweepReport::accountOf));
    SweepReport last = calls.get(calls.size() - 1);
    Stop stop = last.stop;
    for (AccountSummary account : byAccount.values()) {
      stop = stop == null ? account.stop : stop;
    }
    return new SweepReport(new ArrayList<>(byAccount.values()), outcomes, last.cursor, stop);
  }

  /** The same report with another reason why the pass ended. */
  public SweepReport withStop(Stop newStop) {
    return new SweepReport(accounts, outcomes, cursor, newStop);
  }

  private static String accountOf(Outcome outcome) {
    String account = outcome.resource().account();
    return account == null ? "" : account;
  }

  private static AccountSummary sum(AccountSummary a, AccountSummary b) {
    Map<Status, Integer> summary = new EnumMap<>(Status.class);
    summary.putAll(a.summary);
    b.summary.forEach((status, n) -> summary.merge(status, n, Integer::sum));
    return new AccountSummary(a.account, a.seen + b.seen, summary, b.stop);
  }

  /** How often each outcome came about in all accounts. */
  public Map<Status, Integer> summary() {
    Map<Status, Integer> sum = new TreeMap<>();
    for (AccountSummary account : accounts) {
      account.summary.forEach((status, n) -> sum.merge(status, n, Integer::sum));
    }
    return sum;
  }

  /** How many resources were looked at in all accounts. */
  public long seen() {
    return accounts.stream().mapToLong(AccountSummary::seen).sum();
  }

  /** Why a pass did not go to its end, as a kind of reason and for a person. */
  public record Stop(Why why, String detail) {}

  /** The kinds of reason. */
  public enum Why {
    /** The call's time is over. */
    TIME("time"),
    /** As many resources as asked for were moved, or as many outcomes as one answer can hold. */
    MOVES("maxMoves"),
    /**
     * A larger share of an account's resources would move than is allowed: none of them was moved.
     */
    SHARE("share");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    /** The word in an answer. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** How often an outcome came about. */
  public int count(Status result) {
    return summary().getOrDefault(result, 0);
  }
}
