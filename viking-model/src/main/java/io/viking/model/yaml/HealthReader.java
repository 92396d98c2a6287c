package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.Health;
import io.viking.model.Health.Probe;
import io.viking.model.JobName;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code health}: a word, or a map of settings. */
final class HealthReader {
  private static final Form PROBE = new Form("probe", "tcp, http:/path or none", "probe: tcp");
  private static final Form PATH = new Form("path", "a path", "path: /status");
  private static final Form PORT = new Form("port", "a port", "port: 8080");
  private static final Form RETRIES = new Form("retries", "a number", "retries: 3");
  private static final List<String> KEYS =
      List.of("probe", "path", "port", "interval", "timeout", "retries", "start");
  private static final String HTTP = "http:";

  private final String owner;
  private final Faults faults;
  private final Values jobValues;
  private final Values values;
  private final Health.Builder health = Health.builder();

  HealthReader(JobName job, Values jobValues, Faults faults) {
    this.owner = "`health` of job '" + job + "'";
    this.faults = faults;
    this.jobValues = jobValues;
    this.values = new Values(owner, faults);
  }

  Optional<Health> read(Form form, Node value) {
    int before = faults.count();
    if (value instanceof Fields map) {
      readMap(map);
    } else if (value instanceof Scalar) {
      readProbe(form, jobValues, value);
    } else {
      jobValues.wrong(form, value);
    }
    return faults.count() > before ? Optional.empty() : build(value);
  }

  private void readMap(Fields map) {
    Map<String, Field> fields = values.unique(map, "key");
    if (fields.containsKey("path")) {
      health.probe(Probe.HTTP);
    }
    fields.values().forEach(this::readField);
  }

  private void readField(Field field) {
    Node value = field.value();
    switch (field.name()) {
      case "probe" -> readProbe(PROBE, values, value);
      case "path" -> values.word(PATH, value).ifPresent(path -> health.path(path.text()));
      case "port" ->
          values
              .word(PORT, value)
              .flatMap(s -> values.parse(PORT, s, HealthReader::port))
              .ifPresent(health::port);
      case "interval" -> duration(field, HealthReader::period).ifPresent(health::interval);
      case "timeout" -> duration(field, HealthReader::period).ifPresent(health::timeout);
      case "start" -> duration(field, Quantity::duration).ifPresent(health::start);
      case "retries" ->
          values
              .word(RETRIES, value)
              .flatMap(s -> values.parse(RETRIES, s, NumbersReader::atLeastOne))
              .ifPresent(health::retries);
      default -> UnknownKeys.report(field.key(), owner, KEYS, faults);
    }
  }

  private static Integer port(String text) {
    return ExposedPort.parse(text).number();
  }

  private static Duration period(String text) {
    Duration period = Quantity.duration(text);
    if (period.isZero()) {
      throw new IllegalArgumentException("'" + text + "' is not above 0");
    }
    return period;
  }

  private Optional<Duration> duration(Field field, Function<String, Duration> parser) {
    Form form = new Form(field.name(), "a time", field.name() + ": 2s");
    return values.word(form, field.value()).flatMap(s -> values.parse(form, s, parser));
  }

  private void readProbe(Form form, Values owner, Node value) {
    Optional<Scalar> word = owner.word(form, value);
    if (word.isEmpty()) {
      return;
    }
    String text = word.get().text();
    if (text.startsWith(HTTP)) {
      health.probe(Probe.HTTP).path(text.substring(HTTP.length()));
      return;
    }
    switch (text) {
      case "tcp" -> health.probe(Probe.TCP);
      case "http" -> health.probe(Probe.HTTP);
      case "none" -> health.probe(Probe.NONE);
      default ->
          owner.fault(
              form,
              word.get().place(),
              ": probe '" + Quote.shorten(text) + "' is not known.",
              "write `tcp`, `http:/path` or `none`.");
    }
  }

  private Optional<Health> build(Node value) {
    try {
      return Optional.of(health.build());
    } catch (IllegalArgumentException e) {
      faults.add(
          value.place(),
          owner + ": " + Quote.shorten(String.valueOf(e.getMessage()), 300) + ".",
          "write, for example, `health: {path: /status, interval: 2s}`.");
      return Optional.empty();
    }
  }
}
