package io.viking.model.yaml;

import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Items;
import io.viking.model.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code link}: {@code job}, {@code stack/job}, either with an alias, or the map form. */
final class LinkReader {
  private static final Form TO = new Form("to", "a job, or stack/job", "to: shared/mongo");
  private static final Form AS = new Form("as", "an alias", "as: db");
  private static final Form ENV = new Form("env", "a variable or a list", "env: [MONGO_*]");
  private static final List<String> KEYS = List.of("to", "as", "env");
  private static final int MOST_LINKS = 1_000;
  private static final String COPIED = "[A-Za-z0-9_.-]*\\*?";

  private final Values values;
  private final Faults faults;
  private final LinkNames names;
  private final Values each;
  private final String owner;

  LinkReader(JobName job, Values values, Faults faults) {
    this.values = values;
    this.faults = faults;
    this.names = new LinkNames(job, faults);
    this.owner = "a link of job '" + job + "'";
    this.each = new Values(owner, faults);
  }

  List<Link> read(Form form, Node value) {
    List<Node> written = value instanceof Items list ? list.items() : List.of(value);
    if (written.size() > MOST_LINKS) {
      values.fault(
          form,
          value.place(),
          " has " + written.size() + " links, more than " + MOST_LINKS + ".",
          "link to fewer jobs: each link is ten variables or more.");
      return List.of();
    }
    List<Link> links = new ArrayList<>();
    for (Node node : written) {
      (node instanceof Fields map ? fromMap(map) : fromText(form, node)).ifPresent(links::add);
    }
    links.removeIf(link -> !names.add(link));
    return links;
  }

  /** Reports links whose variables would be the same, or that no shell could read. */
  void checkNames() {
    names.check();
  }

  private Optional<Link> fromText(Form form, Node node) {
    if (!(node instanceof Scalar)) {
      values.wrong(form, node);
      return Optional.empty();
    }
    return values.word(form, node).flatMap(scalar -> parse(form, scalar));
  }

  private Optional<Link> parse(Form form, Scalar scalar) {
    try {
      return Optional.of(
          Link.builder().from(Link.parse(scalar.text())).place(scalar.place()).build());
    } catch (IllegalArgumentException e) {
      values.fault(
          form,
          scalar.place(),
          ": '" + Quote.shorten(scalar.text()) + "' is not a link.",
          fix(form, scalar.text()),
          sentence(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static String fix(Form form, String text) {
    return text.matches("[A-Za-z0-9-]+_[A-Za-z0-9-]+")
        ? "write the stack and the job with a slash: `" + text.replace('_', '/') + "`."
        : form.fix();
  }

  private static String sentence(String message) {
    return Quote.shorten(
        message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".", 300);
  }

  private Optional<Link> fromMap(Fields map) {
    Map<String, Field> fields = each.unique(map, "key");
    fields.values().stream()
        .filter(field -> !KEYS.contains(field.name()))
        .forEach(field -> UnknownKeys.report(field.key(), owner, KEYS, faults));
    Field to = fields.get("to");
    if (to == null) {
      faults.add(map.place(), "`to` of " + owner + " is missing.", TO.fix());
      return Optional.empty();
    }
    Optional<Link> target = fromText(TO, to.value());
    Optional<String> alias = alias(fields.get("as"));
    List<String> env = env(fields.get("env"));
    return target.flatMap(link -> with(link, alias, env, map));
  }

  private Optional<Link> with(Link link, Optional<String> alias, List<String> env, Fields map) {
    if (link.alias().isPresent() && alias.isPresent()) {
      faults.add(
          map.place(),
          owner + " has two aliases: '" + link.alias().get() + "' and '" + alias.get() + "'.",
          "keep `as`, and write `to` without ':'.");
    }
    Link.Builder builder = Link.builder().from(link).env(env);
    alias.ifPresent(builder::alias);
    return Optional.of(builder.build());
  }

  private Optional<String> alias(@Nullable Field field) {
    return field == null
        ? Optional.empty()
        : each.word(AS, field.value()).flatMap(s -> each.parse(AS, s, LinkReader::checkAlias));
  }

  /** A link knows which aliases it can have. */
  private static String checkAlias(String alias) {
    return Link.builder().job(JobName.of("any")).alias(alias).build().alias().orElse(alias);
  }

  private List<String> env(@Nullable Field field) {
    if (field == null) {
      return List.of();
    }
    List<String> patterns = new ArrayList<>();
    for (Scalar scalar : each.scalars(ENV, field.value())) {
      if (!scalar.text().isEmpty() && scalar.text().matches(COPIED)) {
        patterns.add(scalar.text());
      } else {
        each.fault(
            ENV,
            scalar.place(),
            ": '" + Quote.shorten(scalar.text()) + "' names no variable.",
            "write a name, or the start of one and a '*': `env: [MONGO_*]`.");
      }
    }
    return patterns;
  }
}
