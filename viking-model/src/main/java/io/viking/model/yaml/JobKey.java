package io.viking.model.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of a job. */
enum JobKey {
  IMAGE("image", "an image's name", "image: nginx:1.27"),
  EXPOSE("expose", "a port or a list of ports", "expose: 80"),
  LINK("link", "a link or a list of links", "link: shared/mongo"),
  VOLUME("volume", "a path or a list of paths", "volume: /data"),
  ENVIRONMENT("environment", "a map or a list of KEY=VALUE", "environment: {KEY: value}"),
  ENV("env", "a map or a list of KEY=VALUE", "env: {KEY: value}"),
  COMMAND("command", "a command line or a list of its words", "command: nginx -g 'daemon off;'"),
  ENTRYPOINT("entrypoint", "a command line or a list of its words", "entrypoint: /bin/start"),
  CWD("cwd", "an absolute path", "cwd: /srv"),
  USER("user", "a user's name or number", "user: www-data"),
  LABELS("labels", "a map or a list of KEY=VALUE", "labels: {team: web}"),
  MEMORY("memory", "a size", "memory: 512m"),
  CPUS("cpus", "a number of processors", "cpus: 0.5"),
  RESTART("restart", "a restart policy", "restart: on-failure:5"),
  SCALE("scale", "a number of instances", "scale: 3"),
  FILTER("filter", "a tag or a list of tags", "filter: ssd"),
  STATIC("static", "true or false", "static: true"),
  HEALTH("health", "a probe or a map", "health: http:/status"),
  PARALLELISM("parallelism", "a number of instances", "parallelism: 2"),
  DRAIN("drain", "a time", "drain: 10s");

  private final String word;
  private final String expected;
  private final String example;

  JobKey(String word, String expected, String example) {
    this.word = word;
    this.expected = expected;
    this.example = example;
  }

  Form form() {
    return new Form(word, expected, example);
  }

  String word() {
    return word;
  }

  static Optional<JobKey> of(String word) {
    return Arrays.stream(values()).filter(key -> key.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(JobKey::word).toList();
  }
}
