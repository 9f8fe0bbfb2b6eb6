package dev.tagjoin.rule;

import java.util.List;

/** Rule books that are valid, and that are not, with every fault they have. */
final class BookSamples {
  private BookSamples() {}

  /**
   * A book that is not valid.
   *
   * @param bySchema whether a JSON schema can know; it sees no names that refer to each other
   * @param yaml the text
   * @param faults all that is expected to be said
   */
  record Bad(boolean bySchema, String yaml, List<String> faults) {
    @Override
    public String toString() {
      return faults.get(0);
    }
  }

  /** A valid book, with the warnings it has. */
  record Good(String yaml, List<String> warnings) {
    @Override
    public String toString() {
      return yaml.lines().skip(1).findFirst().orElse(yaml);
    }
  }

  private static final String GROUPS = "version: 1\ngroups: {prod: rg-aaaa, dev: rg-bbbb}\n";
  private static final String CONDITION_KEYS =
      "tag.<key>, name, kind, region, account, id, group, vpc, vswitch, all, any, not";
  private static final String KINDS =
      "instance, disk, snapshot, image, securitygroup, ddh, ddhcluster, eni, keypair,"
          + " launchtemplate, command, activation, managedinstance";

  static List<Good> good() {
    return List.of(
        good("version: 1\nrules: []\n", "2:8: the book has no rules"),
        good("version: 1\n", "1:1: the book has no rules"),
        good("version: \"1\"\notherwise: leave\n", "1:1: the book has no rules"),
        good("{\"version\": 1, \"groups\": {\"p\": \"rg-aaaa\"}, \"rules\": [{\"join\": \"p\"}]}"),
        good(GROUPS + "rules: [{when: {tag.a: x}, join: rg-aaaa}]\notherwise: dev\n"),
        good(
            GROUPS + "rules: [{when: {tag.a: x}, join: rg-aaaa}]\n",
            "2:25: group \"dev\" is used by no rule"),
        good(GROUPS + "rules: [{name: a, join: '{tag.team}'}, {join: prod}]\n"),
        good(
            GROUPS + "rules: [{join: 'team-{tag.team}'}, {when: {group: dev}, join: prod}]\n",
            "3:16: the rule never applies: no name in groups can be \"team-{tag.team}\""),
        good(
            GROUPS + "rules: [{join: 'd{region}'}, {join: prod}]\notherwise: leave\n",
            "4:1: otherwise never decides: the last rule applies to everything"),
        good(
            GROUPS
                + "rules: [{when: {tag.a: true, tag.b: 010, tag.c: 1e3}, join: prod}]\n"
                + "otherwise: dev\n"),
        good(
            GROUPS
                + "rules:\n"
                + "- when:\n"
                + "    tag.a: {in: [dev, prod], notIn: [dev], matches: ['p*', 'x*']}\n"
                + "    tag.b: {matches: ['a*', 'ab*', 'a*']}\n"
                + "    tag.c: 'web-*'\n"
                + "    tag.d: [x, y, x]\n"
                + "    group: {matches: '?rod'}\n"
                + "  join: dev\n",
            "5:18: \"dev\" never fits: it fails another check of the same test",
            "5:60: the pattern \"x*\" matches nothing of in in the same test",
            "6:29: the pattern \"ab*\" adds nothing: \"a*\" in its list fits whatever it fits",
            "6:36: the pattern \"a*\" adds nothing: \"a*\" in its list fits whatever it fits",
            "7:12: the star in \"web-*\" stands for itself; {matches: \"web-*\"} reads it as a"
                + " wildcard",
            "8:19: \"x\" stands in its list twice"),
        good(
            "version: 1\ngroups: {a: rg-aaaa, b: rg-aaaa}\nrules: [{join: a}]\n",
            "2:22: groups \"a\" and \"b\" are both rg-aaaa"),
        good(
            GROUPS
                + "rules: [{when: {tag.a: {exists: true}}, join: dev}, {when: {tag.a: x}, join:"
                + " prod}]\n",
            "3:53: rule \"rule 2\" never decides: rule \"rule 1\" in line 3 applies to whatever it"
                + " applies to"),
        good(
            """
            version: 1
            rules: [{when: {}, leave: true}]
            follow: {instance: [disk, eni, snapshot], disk: [snapshot, snapshot]}
            """,
            "3:9: a snapshot follows its disk; that it follows an instance has no effect",
            "3:60: snapshot stands in its list twice"));
  }

  static List<Bad> bad() {
    return List.of(
        bad(true, "", "1:1: a rule book expected, a map that starts with version: 1, not nothing"),
        bad(
            true,
            "- a\n",
            "1:1: a rule book expected, a map that starts with version: 1, not a list"),
        bad(true, "rules: []\n", "1:1: version is missing; version: 1 expected"),
        bad(true, "version: 2\n", "1:10: unknown version; version: 1 expected, not \"2\""),
        bad(false, "version: 1.0\n", "1:10: unknown version; version: 1 expected, not \"1.0\""),
        bad(
            true,
            "version: 1\ngrops: {}\n",
            "2:1: unknown key \"grops\"; did you mean \"groups\"? Expected one of version, groups,"
                + " rules, otherwise, follow"),
        bad(
            false,
            "version: 1\nrules: []\nrules: []\n",
            "3:1: duplicate key \"rules\"; the first is in line 2"),
        bad(
            true,
            "version: 1\ngroups: [a]\n",
            "2:9: groups: a map of names to ids of groups expected, not a list"),
        bad(
            true,
            "version: 1\ngroups: {a: rg-1, b: xx-12345, c: rg-a_bc, d: [rg-aaaa], e: ~}\n",
            "2:13: \"rg-1\" is not the id of a resource group; rg- and 4 to 64 letters or digits"
                + " expected",
            "2:22: \"xx-12345\" is not the id of a resource group; rg- and 4 to 64 letters or"
                + " digits expected",
            "2:35: \"rg-a_bc\" is not the id of a resource group; rg- and 4 to 64 letters or"
                + " digits expected",
            "2:47: the id of a group expected, not a list",
            "2:61: ~ is nothing in YAML; the id of a group, between quotes, expected"),
        bad(
            false,
            "version: 1\ngroups:\n  a: rg-aaaa\n  b: rg-bbbb\n  a: rg-cccc\n",
            "5:3: duplicate group \"a\"; the first is in line 3"),
        bad(
            true,
            "version: 1\ngroups: {leave: rg-aaaa, rg-bbbb: rg-bbbb, 'a{b': rg-cccc}\n",
            "2:10: the name of a group cannot be \"leave\"; expected something else than leave or"
                + " an id, without braces",
            "2:26: the name of a group cannot be \"rg-bbbb\"; expected something else than leave"
                + " or an id, without braces",
            "2:44: the name of a group cannot be \"a{b\"; expected something else than leave or"
                + " an id, without braces"),
        bad(
            true,
            "version: 1\ngroups: {'': rg-aaaa}\n",
            "2:10: the name of a group: 1 to 128 visible characters expected, not \"\""),
        bad(true, "version: 1\nrules: {a: b}\n", "2:8: rules: a list of rules expected, not a map"),
        bad(
            true,
            "version: 1\nrules: [prod]\n",
            "2:9: a rule expected, a map with name, when and join or leave, not \"prod\""),
        bad(
            true,
            GROUPS + "rules:\n  - name: a\n    wehn: {tag.a: x}\n    join: prod\n",
            "5:5: unknown key \"wehn\"; did you mean \"when\"? Expected one of name, when, join,"
                + " leave"),
        bad(
            true,
            GROUPS + "rules: [{name: a}]\n",
            "3:9: a rule without a target; expected join or leave: true"),
        bad(
            true,
            GROUPS + "rules: [{name: a, join: prod, leave: true}]\n",
            "3:31: join and leave in one rule; expected one of them"),
        bad(
            true,
            GROUPS + "rules: [{leave: false}]\n",
            "3:17: leave: true expected, not \"false\""),
        bad(
            false,
            GROUPS + "rules: [{when: {tag.a: x}, join: prdo}]\n",
            "3:34: unknown group \"prdo\"; did you mean \"prod\"? Expected one of prod, dev, or a"
                + " template such as \"{tag.team}\""),
        bad(
            false,
            "version: 1\nrules: [{join: prod}]\n",
            "2:16: unknown group \"prod\"; expected a name from groups, which has none, or a"
                + " template such as \"{tag.team}\""),
        bad(
            false,
            GROUPS + "rules: [{join: rg-cccc}]\n",
            "3:16: group \"rg-cccc\" is not listed in groups; every target has to be"),
        bad(
            true,
            GROUPS + "rules: [{join: leave}]\n",
            "3:16: leave is not a group; expected leave: true in place of join"),
        bad(
            false,
            GROUPS + "otherwise: prd\n",
            "3:12: unknown group \"prd\"; did you mean \"prod\"? Expected one of prod, dev, or"
                + " leave"),
        bad(
            false,
            GROUPS
                + "rules:\n- {name: a, when: {tag.a: x}, join: prod}\n"
                + "- {name: a, when: {tag.a: y}, join: prod}\n",
            "5:10: duplicate rule \"a\"; the first is in line 4"),
        bad(
            true,
            GROUPS + "rules: [{name: otherwise, join: prod}]\n",
            "3:16: otherwise cannot be the name of a rule"),
        bad(
            true,
            GROUPS + "rules: [{name: [a], join: prod}]\n",
            "3:16: the name of a rule expected, not a list"),
        bad(
            false,
            GROUPS
                + "rules:\n- {name: all, when: {}, join: prod}\n- {when: {tag.a: x}, join: dev}\n",
            "4:3: rule \"all\" has no condition, so that no rule behind it ever decides; expected a"
                + " condition, or the last place"),
        bad(
            true,
            GROUPS + "rules: [{when: , join: prod}]\n",
            "3:15: a map of conditions such as {tag.env: prod} expected, not nothing"),
        bad(
            true,
            GROUPS
                + "rules: [{when: {tag_env: x, tags.env: x, tag: x, type: disk, vcp: v},"
                + " join: prod}]\n",
            "3:17: unknown key \"tag_env\"; did you mean \"tag.env\"? Expected one of "
                + CONDITION_KEYS,
            "3:29: unknown key \"tags.env\"; did you mean \"tag.env\"? Expected one of "
                + CONDITION_KEYS,
            "3:42: unknown key \"tag\"; the key of the tag is missing; expected one of "
                + CONDITION_KEYS,
            "3:50: unknown key \"type\"; did you mean \"kind\"? Expected one of " + CONDITION_KEYS,
            "3:62: unknown key \"vcp\"; did you mean \"vpc\"? Expected one of " + CONDITION_KEYS),
        bad(
            true,
            GROUPS + "rules: [{when: {tag.a: {mathces: 'x*'}}, join: prod}]\n",
            "3:25: unknown key \"mathces\"; did you mean \"matches\"? Expected one of equals, in,"
                + " notIn, matches, exists"),
        bad(
            false,
            GROUPS + "rules: [{when: {tag.a: x, tag.a: y}, join: prod}]\n",
            "3:27: duplicate key \"tag.a\"; the first is in line 3"),
        bad(
            true,
            GROUPS + "rules: [{when: {tag.a: null, tag.b: [~], tag.c: }, join: prod}]\n",
            "3:24: null is nothing in YAML; a text, between quotes, expected",
            "3:38: ~ is nothing in YAML; a text, between quotes, expected",
            "3:48: a text is missing"),
        bad(
            true,
            GROUPS
                + "rules: [{when: {tag.a: [], tag.b: {}, tag.c: {in: x}, tag.d: {equals: [x]},"
                + " tag.e: {exists: yes}, tag.f: {matches: []}}, join: prod}]\n",
            "3:24: in: at least one text expected",
            "3:35: an empty test; expected at least one of equals, in, notIn, matches, exists",
            "3:51: in: a list of texts expected, not \"x\"",
            "3:71: a text expected, not a list",
            "3:93: exists: true or false expected, not \"yes\"",
            "3:116: matches: at least one text expected"),
        bad(
            true,
            GROUPS + "rules: [{when: {kind: [instanc, disk], not: {kind: ECS}}, join: prod}]\n",
            "3:24: unknown kind \"instanc\"; did you mean \"instance\"? Expected one of " + KINDS,
            "3:52: unknown kind \"ECS\"; expected one of " + KINDS),
        bad(
            false,
            GROUPS + "rules: [{when: {kind: {matches: 'vm*'}}, join: prod}]\n",
            "3:33: no kind matches \"vm*\"; the kinds are " + KINDS),
        bad(
            true,
            GROUPS + "rules: [{when: {region: cn_hangzhou, account: me}, join: prod}]\n",
            "3:25: \"cn_hangzhou\" is not a region; an id such as cn-hangzhou expected",
            "3:47: \"me\" is not an account; its id, up to 20 digits, expected"),
        bad(
            false,
            GROUPS + "rules: [{when: {group: Produ}, join: prod}]\n",
            "3:24: unknown group \"Produ\"; did you mean \"prod\"? Expected one of prod, dev, or"
                + " the id of any group"),
        bad(
            true,
            GROUPS + "rules: [{when: {all: {tag.a: x}, any: [], not: {}}, join: prod}]\n",
            "3:22: all: a list of maps of conditions expected, not a map",
            "3:39: any: at least one map of conditions expected",
            "3:48: an empty map of conditions; at least one condition expected"),
        bad(
            false,
            GROUPS
                + "rules: [{when: {tag.a: {equals: dev, matches: 'p*'}, tag.b: {exists: false, in:"
                + " [x]}, group: {equals: prod, notIn: [rg-aaaa]}}, join: prod}]\n",
            "3:24: the test never holds: nothing of equals passes its other checks",
            "3:61: the test never holds: exists: false fits a missing value, the rest does not",
            "3:94: the test never holds: nothing of equals passes its other checks"),
        bad(
            true,
            GROUPS
                + "rules: [{join: '{tag.team'}, {join: 'a}b'}, {join: '{kind}'}, {join:"
                + " '{tags.x}'}]\n",
            "3:16: a brace without its counterpart in \"{tag.team\"; a place such as {tag.team}"
                + " expected",
            "3:37: a brace without its counterpart in \"a}b\"; a place such as {tag.team} expected",
            "3:52: unknown place \"{kind}\"; expected one of tag.<key>, name, region, account",
            "3:70: unknown place \"{tags.x}\"; did you mean \"tag.x\"? Expected one of tag.<key>,"
                + " name, region, account"),
        bad(
            true,
            "version: 1\nfollow: {instance: [disk, vpc], disk: eni, eni: [disk]}\n",
            "2:27: unknown follower of instance \"vpc\"; expected one of disk, eni, snapshot",
            "2:39: disk: a list of snapshot expected",
            "2:44: unknown key \"eni\"; expected one of instance, disk"),
        bad(true, "version: 1\n[a]: b\n", "2:1: a key expected, not a list"));
  }

  private static Good good(String yaml, String... warnings) {
    return new Good(yaml, List.of(warnings));
  }

  private static Bad bad(boolean bySchema, String yaml, String... faults) {
    return new Bad(bySchema, yaml, List.of(faults));
  }
}
