package io.viking.model.fuzz;

import java.util.List;

/** What parsers have stumbled over, here and elsewhere. */
final class Nasty {
  /** Texts to put anywhere. */
  static final List<String> WORDS =
      List.of(
          "\0",
          "\n",
          "\r\n",
          "\r",
          "\t",
          " ",
          "\u0001",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u00ad",
          "\u200b",
          "\u202e", // right to left from here
          "\u2066", // isolates what follows
          "\u2028",
          "\ufeff", // a byte order mark
          "\uffff",
          "\ud83d\ude00",
          "I\u0307",
          "../",
          "/../../etc/passwd",
          "..",
          "%00",
          "%s%n",
          "${jndi:x}",
          "$(reboot)",
          "`",
          "'",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "\\x00",
          "{",
          "}",
          "[",
          "]",
          "{}",
          "[]",
          ",",
          ":",
          ": ",
          "- ",
          "? ",
          "#",
          " #",
          "|\n",
          ">-\n",
          "&a ",
          "*a",
          "&a [*a, *a]",
          "<<: *a\n",
          "!!binary ",
          "!!java.lang.Runtime ",
          "!<tag:yaml.org,2002:int> ",
          "%YAML 1.1\n---\n",
          "---\n",
          "...\n",
          "null",
          "~",
          "true",
          "NaN",
          ".inf",
          "=",
          "==",
          "/",
          "//",
          "_",
          "-",
          "@",
          "*",
          "::",
          "::1",
          "[::1]:80",
          "0.0.0.0",
          "127.0.0.1",
          "256.1.1.1",
          "1.2.3",
          "tcp",
          "udp");

  /** Numbers to put in the place of numbers. */
  static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "+1",
          "00",
          "08",
          "0x10",
          "1e9",
          "1e999999999",
          "-1e-999999999",
          "0.1",
          ".5",
          "1_000",
          "65535",
          "65536",
          "99999",
          "999999",
          "1000000",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999999999999",
          "\u0661\u0662", // digits of another script
          "1:30",
          "10h",
          "1-2",
          "2-1");

  /** Bytes that are no UTF-8. */
  static final List<byte[]> BYTES =
      List.of(
          bytes(0xff, 0xfe),
          bytes(0xfe, 0xff),
          bytes(0xc0, 0x80), // U+0000, too long
          bytes(0xed, 0xa0, 0x80), // half of a surrogate pair
          bytes(0xf4, 0x90, 0x80, 0x80), // above U+10FFFF
          bytes(0xe2, 0x82),
          bytes(0x80),
          bytes(0xf8, 0x88, 0x80, 0x80, 0x80));

  /** A little text that grows to a thousand million values for whoever follows all of it. */
  static final String BOMB =
      """
      a: &a [x, x, x, x, x, x, x, x, x, x]
      b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
      c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
      d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
      e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
      f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
      g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
      h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
      i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h, *h]
      """;

  /** What opens a level, for nesting. */
  static final List<String> OPENERS =
      List.of("[", "{", "{\"a\":", "{a: ", "- ", "? ", "[{", "(", "\"", "a:\n ", "&a [", "!!a ");

  private Nasty() {}

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
