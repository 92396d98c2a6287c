package io.viking.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * The candidate that is nearest to the word, if it is near enough to suggest: at most a third of
   * the word's letters (and at least one) added, left out, changed or swapped.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    String meant = word.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, word.length() / 3);
    int best = allowed + 1;
    Optional<String> nearest = Optional.empty();
    int[][] rows = new int[3][];
    for (String candidate : candidates) {
      // The difference in length alone is a distance: a word of a megabyte is near to none.
      if (Math.abs(candidate.length() - meant.length()) > Math.min(allowed, best)) {
        continue;
      }
      int distance = distance(meant, candidate.toLowerCase(Locale.ROOT), rows);
      boolean nearer = distance < best;
      if (nearer
          || (distance == best && nearest.filter(n -> candidate.compareTo(n) < 0).isPresent())) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** The optimal string alignment distance; of its table only the last three rows are kept. */
  private static int distance(String a, String b, int[][] rows) {
    if (rows[0] == null || rows[0].length <= b.length()) {
      for (int row = 0; row < rows.length; row++) {
        rows[row] = new int[b.length() + 1];
      }
    }
    for (int i = 0; i <= a.length(); i++) {
      int[] row = rows[i % 3];
      int[] above = rows[(i + 2) % 3];
      int[] twoAbove = rows[(i + 1) % 3];
      for (int j = 0; j <= b.length(); j++) {
        row[j] = i == 0 || j == 0 ? i + j : cost(a, i, b, j, row, above, twoAbove);
      }
    }
    return rows[a.length() % 3][b.length()];
  }

  private static int cost(
      String a, int i, String b, int j, int[] row, int[] above, int[] twoAbove) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int cost = Math.min(above[j - 1] + change, Math.min(above[j] + 1, row[j - 1] + 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, twoAbove[j - 2] + 1) : cost;
  }
}
