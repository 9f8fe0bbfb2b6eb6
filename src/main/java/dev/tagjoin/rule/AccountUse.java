package dev.tagjoin.rule;

/** Finds out whether a book's decisions depend on the account of a resource. Stateless. */
public final class AccountUse {
  private AccountUse() {}

  /**
   * Whether a rule tests the account or names it in its target, or groups are found by their names
   * or have an id for each account.
   */
  public static boolean in(RuleBook book) {
    return !book.groupIndex().hasIdsAlone()
        || book.otherwise().stream().anyMatch(AccountUse::isIn)
        || book.rules().stream().anyMatch(AccountUse::isIn);
  }

  private static boolean isIn(Rule rule) {
    return isIn(rule.when())
        || (rule.target() instanceof JoinTarget.Lookup lookup
            && lookup.template().parts().stream().anyMatch(AccountUse::isAccount));
  }

  private static boolean isAccount(Template.Part part) {
    return part instanceof Template.Placeholder place
        && place.attribute().source() == Attribute.Source.ACCOUNT;
  }

  private static boolean isIn(Condition condition) {
    return condition instanceof Condition.Test test
        ? test.attribute().source() == Attribute.Source.ACCOUNT
        : condition.parts().stream().anyMatch(AccountUse::isIn);
  }
}
