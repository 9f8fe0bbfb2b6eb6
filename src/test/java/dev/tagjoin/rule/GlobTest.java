package dev.tagjoin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tagjoin.rule.book.NaiveBook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "web-*,web-1,true",
        "web-*,web-,true",
        "web-*,a web-1,false",
        "*-web,x-web,true",
        "web-?,web-💡,true",
        "web-??,web-💡,false",
        "?*,\"\",false",
        "*,\"\",true",
        "\"\",\"\",true",
        "\"\",a,false",
        "a*a,a,false",
        "a*a,aa,true",
        "*ab*ab*,abab,true",
        "*ab*ab*,aba,false",
        "*a?c*,abababc,true",
        "Web,web,false",
        "a.c,abc,false",
        "a**c,abc,true",
      })
  void matchesTheWholeText(String pattern, String text, boolean expected) {
    assertEquals(expected, new Glob(pattern).matches(text));
  }

  @Property
  void matchesAsTheRegularExpressionDoes(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertEquals(NaiveBook.glob(pattern, text), new Glob(pattern).matches(text));
  }

  @Property
  void whatIsCoveredMatchesLess(
      @ForAll("patterns") String wide, @ForAll("patterns") String narrow) {
    Glob covering = new Glob(wide);
    Glob covered = new Glob(narrow);
    if (covering.covers(covered)) {
      for (String text : allTexts(5)) {
        assertTrue(!covered.matches(text) || covering.matches(text), text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*,a*b?,true",
    "a*,ab*,true",
    "ab*,a*,false",
    "?,a,true",
    "?,*,false",
    "a?*,a?b,true",
    "*a*,*ba*,true",
    "*ba*,*a*,false",
    "**,*,true",
    "a,a,true",
    "a,A,false",
  })
  void covers(String wide, String narrow, boolean expected) {
    assertEquals(expected, new Glob(wide).covers(new Glob(narrow)));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void doesNotGoBackOverLongTexts() {
    String text = "a".repeat(10_000);
    assertFalse(new Glob("*a".repeat(200) + "*b").matches(text));
    assertFalse(new Glob("*a?".repeat(150) + "*b").matches(text));
    assertFalse(new Glob("*" + "a".repeat(400) + "b*").matches(text));
    assertFalse(new Glob("*" + "a?".repeat(200) + "b*").matches(text));
    assertTrue(new Glob("*a".repeat(200) + "*").matches(text));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("*", "?", "a", "b", "💡")
        .list()
        .ofMaxSize(8)
        .map(l -> String.join("", l));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", "💡", "\n").list().ofMaxSize(10).map(l -> String.join("", l));
  }

  private static List<String> allTexts(int longest) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).codePointCount(0, texts.get(i).length()) < longest) {
        for (String letter : List.of("a", "b", "💡")) {
          texts.add(texts.get(i) + letter);
        }
      }
    }
    return texts;
  }
}
