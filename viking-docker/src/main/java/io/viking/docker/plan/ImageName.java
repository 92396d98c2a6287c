package io.viking.docker.plan;

/** The one spelling of an image's name, as engines list it. */
public final class ImageName {
  private ImageName() {}

  /**
   * {@code nginx}, {@code docker.io/library/nginx} and {@code nginx:latest} are all {@code
   * nginx:latest}; a name with a digest stays as it is.
   */
  public static String normalize(String image) {
    String name = strip(strip(image, "docker.io/"), "library/");
    boolean tagged = name.indexOf(':', name.lastIndexOf('/') + 1) >= 0 || name.contains("@");
    return tagged ? name : name + ":latest";
  }

  private static String strip(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
