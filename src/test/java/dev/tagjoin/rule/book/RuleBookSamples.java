package dev.tagjoin.rule.book;

import java.util.List;

/** Rule books that are valid, and that are not, with all their errors. */
final class RuleBookSamples {
  private RuleBookSamples() {}

  /**
   * A book that is not valid.
   *
   * @param bySchema whether a JSON schema can know; it sees no names that refer to each other
   * @param yaml the text
   * @param errors all its errors
   */
  record Bad(boolean bySchema, String yaml, List<String> errors) {
    @Override
    public String toString() {
      return errors.get(0);
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
        good(
            GROUPS + "rules: [{name: a, join: '{tag.team}'}, {join: prod}]\n",
            "3:25: the template can also reach \"prod\", the target of rule \"rule 2\"; list the"
                + " groups it is for in among"),
        good(GROUPS + "rules: [{join: '{tag.team}', among: [d*]}, {join: prod}]\n"),
        good(GROUPS + "rules: [{join: '{tag.team}', among: [dev, prod]}, {join: prod}]\n"),
        good(
            GROUPS
                + "rules:\n"
                + "- {enabled: false, description: all of them, join: prod}\n"
                + "- {when: {tag.a: x}, join: '{tag.b}'}\n"
                + "- {when: {tag.a: x}, enabled: false, join: '{tag.b}'}\n"
                + "- {enabled: true, join: dev}\n",
            "5:28: the template can also reach \"dev\", the target of rule \"rule 4\"; list the"
                + " groups it is for in among",
            "6:44: the template can also reach \"dev\", the target of rule \"rule 4\"; list the"
                + " groups it is for in among"),
        good(
            """
            version: 1
            groups: [default, prod, 'team-*']
            rules: [{when: {tag.env: prod}, join: prod}, {when: {group: team-x}, join: team-a},
              {join: '{tag.team}', among: ['team-*']}]
            otherwise: default
            """,
            "4:10: the template can also reach \"team-a\", the target of rule \"rule 2\"; list the"
                + " groups it is for in among"),
        good(
            "version: 1\ngroups: ['*', team-a, 'team-*', x]\nrules: [{join: team-b}]\n",
            "2:10: \"*\" allows every group of the account; name them instead",
            "2:15: the pattern \"*\" already allows \"team-a\"; remove one",
            "2:15: group \"team-a\" is used by no rule",
            "2:33: the pattern \"*\" already allows \"x\"; remove one",
            "2:33: group \"x\" is used by no rule"),
        good(
            "version: 1\ngroups: ['t-*']\nrules: [{join: '{tag.a}-{tag.b}'}]\n",
            "3:16: different values can result in t-*; separate the placeholders by text that no"
                + " value contains"),
        good(
            """
            version: 1
            groups:
              prod: rg-aaaa
              payments: {name: team-payments}
              again: {name: team-payments}
              live: {name: prod}
              shared: {"1234567890123456": rg-bbbb, "2234567890123456": rg-cccc}
            rules: [{join: '{tag.team}'}]
            """,
            "5:3: groups \"payments\" and \"again\" are the same group",
            "6:3: group \"live\" is looked up by the name \"prod\", for which the book also has an"
                + " id; use one of the two"),
        good(GROUPS + "rules: [{join: '{account}'}, {join: prod}]\n"),
        good(
            GROUPS + "rules: [{join: '{tag.team}', among: [dev, 'x*']}]\n",
            "2:10: group \"prod\" is used by no rule",
            "3:43: no name in groups matches \"x*\"; remove it"),
        good(
            """
            version: 1
            groups: {a-b-c: rg-aaaa, a-b: rg-bbbb, d-cn-hangzhou: rg-cccc}
            rules: [{join: '{tag.x}-{tag.y}', among: [a-*]}, {join: '{tag.x}-{region}'}]
            """,
            "3:16: different values can result in a-b-c; separate the placeholders by text that no"
                + " value contains"),
        good(
            GROUPS + "rules: [{name: \u201ca\u201d, when: {'tag.a ': \"x\\u200b\"}, join: dev}]\n",
            "2:10: group \"prod\" is used by no rule",
            "3:16: the curly quotes of \"\u201ca\u201d\" are part of the text; use \" or '",
            "3:28: a blank at the end of \"tag.a \" is part of the text; remove it"),
        good(
            "\uFEFF"
                + GROUPS
                + "rules:\n- when:\n    \"tag.\uD83D\uDCA1\":\n     p\u00a0q\u200b\n  join: dev\n",
            "2:10: group \"prod\" is used by no rule",
            "6:7: invisible character U+00A0 in \"p\\u00a0q\\u200b\"; remove it or use a space",
            "6:9: invisible character U+200B in \"p\\u00a0q\\u200b\"; remove it or use a space"),
        good(
            GROUPS + "rules: [{join: 'team-{tag.team}'}, {when: {group: dev}, join: prod}]\n",
            "3:16: the rule never applies: no name in groups can result from \"team-{tag.team}\""),
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
            "5:18: \"dev\" never passes: another check of the test excludes it",
            "5:60: the pattern \"x*\" matches none of the values in the same test",
            "6:29: the pattern \"ab*\" adds nothing: \"a*\" in the same list covers it",
            "6:36: the pattern \"a*\" adds nothing: \"a*\" in the same list covers it",
            "7:12: the star in \"web-*\" is no wildcard here; use {matches: \"web-*\"} for one",
            "8:19: \"x\" is in its list twice"),
        good(
            "version: 1\ngroups: {a: rg-aaaa, b: rg-aaaa}\nrules: [{join: a}]\n",
            "2:22: groups \"a\" and \"b\" have the same id"),
        good(
            GROUPS
                + "rules: [{when: {tag.a: {exists: true}}, join: dev}, {when: {tag.a: x}, join:"
                + " prod}]\n",
            "3:53: rule \"rule 2\" never decides: rule \"rule 1\" in line 3 applies whenever it"
                + " does"),
        good(
            """
            version: 1
            rules: [{when: {}, leave: true}]
            follow: {instance: [disk, eni, snapshot], disk: [snapshot, snapshot]}
            """,
            "2:9: rule \"rule 1\" applies to everything, so that nothing follows; give its target"
                + " to otherwise, which comes after follow",
            "3:9: snapshot under instance has no effect: a snapshot follows its disk, as the list"
                + " of disk says",
            "3:60: snapshot is in its list twice"),
        good(
            GROUPS
                + """
                tables:
                  centres: {"4711": prod, "48*": dev, "4811": rg-aaaa, "48?": dev, "*": dev}
                  old: {"1": prod}
                rules:
                  - {when: {tag.x: y}, join: "{tag.centre}-{tag.env}", table: centres, among: [prod]}
                otherwise: ["{region}", dev, prod]
                """,
            "4:56: the pattern \"48?\" never decides: \"48*\" in line 4 covers it",
            "5:3: table \"old\" is used by no rule",
            "8:30: what comes after \"dev\" never decides; remove it"),
        good(
            """
            version: 1
            groups: [prod, "cn-*"]
            rules: [{join: prod, until: 2026-12-31}]
            otherwise: ["{region}", prod]
            """),
        good(
            """
            version: 1
            groups: [prod, dev]
            rules:
              - when:
                  tag.env: {in: [Prod, PROD, production], ignoreCase: true}
                  name: {matches: "WEB-*", exists: true, ignoreCase: "true"}
                join: prod
              - {when: {tag.env: {equals: pROD, ignoreCase: true}, name: web-1}, join: dev}
              - {when: {tag.env: prod, name: web-1}, join: dev}
            follow: {instance: [disk]}
            otherwise: prod
            """,
            "5:28: \"PROD\" is in its list twice",
            "8:5: rule \"rule 2\" never decides: rule \"rule 1\" in line 4 applies whenever it does",
            "9:5: rule \"rule 3\" never decides: rule \"rule 1\" in line 4 applies whenever it"
                + " does"),
        good(
            """
            version: 1
            groups: [prod, cn-hangzhou]
            rules:
              - {join: "{region}"}
              - {join: "{tag.team}", among: [cn-hangzhou], enabled: false}
              - {join: prod, until: 2026-12-31}
            follow: {instance: [disk]}
            """,
            "4:5: rule \"rule 1\" applies to everything, so that nothing follows; give its target"
                + " to otherwise, which comes after follow",
            "6:5: rule \"rule 3\" applies to everything, so that nothing follows; give its target"
                + " to otherwise, which comes after follow"));
  }

  static List<Bad> bad() {
    return List.of(
        bad(
            true,
            GROUPS + "tables: [a]\n",
            "3:9: tables must be a map such as {costcentres: {file: costcentres.csv}}, not a list"),
        bad(
            true,
            GROUPS + "tables: {a: [prod], b: {}, c: {x: [prod]}}\n",
            "3:13: a table must be a map of values to groups, or {file: NAME}, not a list",
            "3:24: the table is empty; add a value with its group",
            "3:35: the group must be text, not a list"),
        bad(
            false,
            GROUPS + "tables: {a: {x: prod, y: pord, x: dev}, b: {file: centres.csv}}\n",
            "3:26: unknown group \"pord\"; did you mean \"prod\"?",
            "3:32: duplicate value \"x\"; it is already in line 3",
            "3:51:  is no file, so that none is beside it; write the rows into the book,"
                + " or keep the book in a file"),
        bad(
            true,
            GROUPS
                + "tables: {a: {x: prod}}\n"
                + "rules: [{when: {id: x}, join: prod, table: a}, {join: '{name}', table: b}, {leave: true,"
                + " table: a}]\n",
            "4:37: table goes with a template such as \"{tag.team}\"; remove it from this rule",
            "4:72: unknown table \"b\"; use one of a",
            "4:90: table without join has no effect; remove it"),
        bad(
            false,
            GROUPS + "rules: [{join: '{name}', table: b}]\n",
            "3:33: unknown table \"b\"; add it to tables"),
        bad(
            true,
            GROUPS + "rules: [{when: {tag.a: x}, join: prod, until: soon}]\n",
            "3:47: until must be a day such as 2026-12-31, not \"soon\""),
        bad(
            true,
            GROUPS
                + "rules: [{when: {kind: {equals: disk, ignoreCase: true}, tag.a: {exists: true,"
                + " ignoreCase: true}, name: {equals: x, ignoreCase: 1}}, join: prod}]\n",
            "3:38: ignoreCase is for tags and name, not for kind; remove it",
            "3:79: ignoreCase alone is no test; add equals, in, notIn or matches",
            "3:128: ignoreCase must be true or false, not \"1\""),
        bad(true, GROUPS + "otherwise: []\n", "3:12: otherwise is empty; add a text"),
        bad(
            true,
            GROUPS + "otherwise: [\"{kind}\", pord]\n",
            "3:13: unknown placeholder \"kind\"; use one of tag.<key>, name, region, account",
            "3:23: unknown group \"pord\"; did you mean \"prod\"?"),
        bad(true, "", "1:1: a rule book must be a map that starts with version: 1, not nothing"),
        bad(
            true,
            "- a\n",
            "1:1: a rule book must be a map that starts with version: 1, not a list"),
        bad(true, "rules: []\n", "1:1: version is missing; add \"version: 1\""),
        bad(true, "version: 2\n", "1:10: unknown version \"2\"; use \"version: 1\""),
        bad(false, "version: 1.0\n", "1:10: unknown version \"1.0\"; use \"version: 1\""),
        bad(
            true,
            "version: 1\ngrops: {}\n",
            "2:1: unknown key \"grops\"; did you mean \"groups\"?"),
        bad(
            false,
            "version: 1\nrules: []\nrules: []\n",
            "3:1: duplicate key \"rules\"; it is already in line 2"),
        bad(
            true,
            "version: 1\ngroups: prod\n",
            "2:9: groups must be a map of names to ids, or a list of names, not \"prod\""),
        bad(
            true,
            "version: 1\ngroups: [prod, leave, '-*', rg-aaaa, '', [x], " + "a".repeat(51) + "]\n",
            "2:16: \"leave\" cannot be the name of a resource group; a name has 1 to 50 visible"
                + " characters without braces and is not \"leave\"",
            "2:23: the pattern \"-*\" has no letter or digit; add some",
            "2:29: \"rg-aaaa\" is an id; list ids as a map of names to ids",
            "2:38: \"\" cannot be the name of a resource group; a name has 1 to 50 visible"
                + " characters without braces and is not \"leave\"",
            "2:42: the name of a group must be text, not a list",
            "2:47: \""
                + "a".repeat(51)
                + "\" cannot be the name of a resource group; a name has 1"
                + " to 50 visible characters without braces and is not \"leave\""),
        bad(
            true,
            "version: 1\ngroups: [prod, 'team-*', prod, 'team-*']\n",
            "2:26: duplicate group \"prod\"; it is already in line 2",
            "2:32: duplicate group \"team-*\"; it is already in line 2"),
        bad(
            true,
            """
            version: 1
            groups:
              a: {}
              b: {name: x, id: y}
              c: {123456789012345: rg-aaaa}
              d: {1234567890123456: aaaa}
              e: {name: leave}
            """,
            "3:6: the group is empty; add name, or an id for each account",
            "4:16: unknown key \"id\"; use one of name",
            "5:7: \"123456789012345\" is not an account; use its id, which has 16 digits",
            "6:25: \"aaaa\" is not the id of a resource group; an id is rg- and 4 to 64 letters or"
                + " digits",
            "7:13: \"leave\" cannot be the name of a resource group; a name has 1 to 50 visible"
                + " characters without braces and is not \"leave\""),
        bad(
            false,
            """
            version: 1
            groups: [prod, 'team-*']
            rules: [{when: {name: x}, join: pro}, {when: {name: y}, join: teams}]
            """,
            "3:33: unknown group \"pro\"; did you mean \"prod\"?",
            "3:63: unknown group \"teams\"; add it to groups, which has prod"),
        bad(
            true,
            "version: 1\ngroups: {a: rg-1, b: xx-12345, c: rg-a_bc, d: [rg-aaaa], e: ~}\n",
            "2:13: \"rg-1\" is not the id of a resource group; an id is rg- and 4 to 64 letters or"
                + " digits",
            "2:22: \"xx-12345\" is not the id of a resource group; an id is rg- and 4 to 64 letters"
                + " or digits",
            "2:35: \"rg-a_bc\" is not the id of a resource group; an id is rg- and 4 to 64 letters"
                + " or digits",
            "2:47: the id of a group must be text, not a list",
            "2:61: ~ means nothing in YAML; put quotes around it to use it as text"),
        bad(
            false,
            "version: 1\ngroups:\n  a: rg-aaaa\n  b: rg-bbbb\n  a: rg-cccc\n",
            "5:3: duplicate key \"a\"; it is already in line 3"),
        bad(
            true,
            "version: 1\ngroups: {leave: rg-aaaa, rg-bbbb: rg-bbbb, 'a{b': rg-cccc}\n",
            "2:10: \"leave\" cannot be the name of a group; use a name without braces that is"
                + " neither an id nor \"leave\"",
            "2:26: \"rg-bbbb\" cannot be the name of a group; use a name without braces that is"
                + " neither an id nor \"leave\"",
            "2:44: \"a{b\" cannot be the name of a group; use a name without braces that is neither"
                + " an id nor \"leave\""),
        bad(
            true,
            "version: 1\ngroups: {'': rg-aaaa}\n",
            "2:10: the name of a group must have 1 to 128 visible characters, not \"\""),
        bad(true, "version: 1\nrules: {a: b}\n", "2:8: rules must be a list, not a map"),
        bad(
            true,
            "version: 1\nrules: [prod]\n",
            "2:9: a rule must be a map with name, when, and join or leave, not \"prod\""),
        bad(
            true,
            GROUPS + "rules:\n  - name: a\n    wehn: {tag.a: x}\n    join: prod\n",
            "5:5: unknown key \"wehn\"; did you mean \"when\"?"),
        bad(
            true,
            GROUPS + "rules: [{name: a}]\n",
            "3:9: the rule has no target; add join or leave: true"),
        bad(
            true,
            GROUPS + "rules: [{name: a, join: prod, leave: true}]\n",
            "3:31: a rule cannot have both join and leave; remove one"),
        bad(true, GROUPS + "rules: [{leave: false}]\n", "3:17: leave must be true, not \"false\""),
        bad(
            false,
            GROUPS + "rules: [{when: {tag.a: x}, join: prdo}]\n",
            "3:34: unknown group \"prdo\"; did you mean \"prod\"?"),
        bad(
            false,
            "version: 1\nrules: [{join: prod}]\n",
            "2:16: unknown group \"prod\"; add it to groups"),
        bad(
            false,
            GROUPS + "rules: [{join: rg-cccc}]\n",
            "3:16: group rg-cccc is not in groups; add it there"),
        bad(
            true,
            GROUPS
                + "rules: [{when: {name: x}, join: prod, among: [dev]}, {join: '{name}', among:"
                + " [dve]}, {leave: true, among: [dev]}]\n",
            "3:39: among goes with a template such as \"{tag.team}\"; remove it from this rule",
            "3:79: unknown group \"dve\"; did you mean \"dev\"?",
            "3:100: among without join has no effect; remove it"),
        bad(
            true,
            GROUPS + "rules: [{join: '{name}', among: []}, {join: '{name}', among: d*}]\n",
            "3:33: among is empty; add a text",
            "3:62: among must be a list of texts, not \"d*\""),
        bad(
            true,
            GROUPS + "rules: [{join: prod, description: [x], enabled: no}]\n",
            "3:35: the description of a rule must be text, not a list",
            "3:49: enabled must be true or false, not \"no\""),
        bad(
            true,
            GROUPS + "rules: [{join: leave}]\n",
            "3:16: leave is not a group; use \"leave: true\" instead of join"),
        bad(
            false,
            GROUPS + "otherwise: prd\n",
            "3:12: unknown group \"prd\"; did you mean \"prod\"?"),
        bad(
            false,
            GROUPS
                + "rules:\n- {name: a, when: {tag.a: x}, join: prod}\n"
                + "- {name: a, when: {tag.a: y}, join: prod}\n",
            "5:10: duplicate rule \"a\"; it is already in line 4"),
        bad(
            true,
            GROUPS + "rules: [{name: otherwise, join: prod}]\n",
            "3:16: \"otherwise\" cannot be the name of a rule; use another one"),
        bad(
            true,
            GROUPS + "rules: [{name: [a], join: prod}]\n",
            "3:16: the name of a rule must be text, not a list"),
        bad(
            false,
            GROUPS
                + "rules:\n- {name: all, when: {}, join: prod}\n- {when: {tag.a: x}, join: dev}\n",
            "4:3: rule \"all\" has no condition, so the rules after it never decide; add a"
                + " condition or move it to the end"),
        bad(
            true,
            GROUPS + "rules: [{when: , join: prod}]\n",
            "3:15: conditions must be a map such as {tag.env: prod}, not nothing"),
        bad(
            true,
            GROUPS
                + "rules: [{when: {tag_env: x, tags.env: x, tag: x, type: disk, vcp: v},"
                + " join: prod}]\n",
            "3:17: unknown key \"tag_env\"; did you mean \"tag.env\"?",
            "3:29: unknown key \"tags.env\"; did you mean \"tag.env\"?",
            "3:42: unknown key \"tag\"; add the key of the tag, as in \"tag.env\"",
            "3:50: unknown key \"type\"; did you mean \"kind\"?",
            "3:62: unknown key \"vcp\"; did you mean \"vpc\"?"),
        bad(
            true,
            GROUPS + "rules: [{when: {tag.a: {mathces: 'x*'}}, join: prod}]\n",
            "3:25: unknown key \"mathces\"; did you mean \"matches\"?"),
        bad(
            false,
            GROUPS + "rules: [{when: {tag.a: x, tag.a: y}, join: prod}]\n",
            "3:27: duplicate key \"tag.a\"; it is already in line 3"),
        bad(
            true,
            GROUPS + "rules: [{when: {tag.a: null, tag.b: [~], tag.c: }, join: prod}]\n",
            "3:24: null means nothing in YAML; put quotes around it to use it as text",
            "3:38: ~ means nothing in YAML; put quotes around it to use it as text",
            "3:48: the value is missing"),
        bad(
            true,
            GROUPS
                + "rules: [{when: {tag.a: [], tag.b: {}, tag.c: {in: x}, tag.d: {equals: [x]},"
                + " tag.e: {exists: yes}, tag.f: {matches: []}}, join: prod}]\n",
            "3:24: in is empty; add a text",
            "3:35: the test is empty; use one of equals, in, notIn, matches, exists, ignoreCase",
            "3:51: in must be a list of texts, not \"x\"",
            "3:71: the value must be text, not a list",
            "3:93: exists must be true or false, not \"yes\"",
            "3:116: matches is empty; add a text"),
        bad(
            true,
            GROUPS + "rules: [{when: {kind: [instanc, disk], not: {kind: ECS}}, join: prod}]\n",
            "3:24: unknown kind \"instanc\"; did you mean \"instance\"?",
            "3:52: unknown kind \"ECS\"; use one of instance, disk, snapshot, image, securitygroup,"
                + " ddh, ddhcluster, eni, keypair, launchtemplate, command, activation,"
                + " managedinstance, snapshotpolicy, imagecomponent"),
        bad(
            false,
            GROUPS + "rules: [{when: {kind: {matches: 'vm*'}}, join: prod}]\n",
            "3:33: no kind matches \"vm*\"; the kinds are instance, disk, snapshot, image,"
                + " securitygroup, ddh, ddhcluster, eni, keypair, launchtemplate, command,"
                + " activation, managedinstance, snapshotpolicy, imagecomponent"),
        bad(
            true,
            GROUPS + "rules: [{when: {region: cn_hangzhou, account: me}, join: prod}]\n",
            "3:25: \"cn_hangzhou\" is not a region; use an id such as cn-hangzhou",
            "3:47: \"me\" is not an account; use its id, up to 20 digits"),
        bad(
            false,
            GROUPS + "rules: [{when: {group: Produ}, join: prod}]\n",
            "3:24: unknown group \"Produ\"; did you mean \"prod\"?"),
        bad(
            true,
            GROUPS + "rules: [{when: {all: {tag.a: x}, any: [], not: {}}, join: prod}]\n",
            "3:22: all must be a list of maps of conditions, not a map",
            "3:39: any is empty; add a map of conditions",
            "3:48: the map of conditions is empty; add a condition"),
        bad(
            false,
            GROUPS
                + "rules: [{when: {tag.a: {equals: dev, matches: 'p*'}, tag.b: {exists: false, in:"
                + " [x]}, group: {equals: prod, notIn: [rg-aaaa]}}, join: prod}]\n",
            "3:24: the test never holds: no value passes all of its checks",
            "3:61: the test never holds: exists: false needs a missing value, the rest a value",
            "3:94: the test never holds: no value passes all of its checks"),
        bad(
            true,
            GROUPS
                + "rules: [{join: '{tag.team'}, {join: 'a}b'}, {join: '{kind}'}, {join:"
                + " '{tags.x}'}]\n",
            "3:16: a brace in \"{tag.team\" has no counterpart; write a placeholder as in"
                + " \"{tag.team}\"",
            "3:37: a brace in \"a}b\" has no counterpart; write a placeholder as in \"{tag.team}\"",
            "3:52: unknown placeholder \"kind\"; use one of tag.<key>, name, region, account",
            "3:70: unknown placeholder \"tags.x\"; did you mean \"tag.x\"?"),
        bad(
            true,
            "version: 1\nfollow: {instance: [disk, vpc], disk: eni, eni: [disk]}\n",
            "2:27: unknown follower of instance \"vpc\"; use one of disk, snapshot, eni",
            "2:39: disk must be a list of texts, not \"eni\"",
            "2:44: unknown key \"eni\"; use one of instance, disk"),
        bad(true, "version: 1\n[a]: b\n", "2:1: a key must be text, not a list"));
  }

  private static Good good(String yaml, String... warnings) {
    return new Good(yaml, List.of(warnings));
  }

  private static Bad bad(boolean bySchema, String yaml, String... errors) {
    return new Bad(bySchema, yaml, List.of(errors));
  }
}
