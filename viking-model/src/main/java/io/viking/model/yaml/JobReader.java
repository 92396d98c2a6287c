package io.viking.model.yaml;

import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Place;
import io.viking.model.VolumeMount;
import io.viking.model.yaml.Node.Field;
import io.viking.model.yaml.Node.Fields;
import io.viking.model.yaml.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one job. A value with a fault is left out, so that the others are still looked at. */
final class JobReader {
  private final JobName name;
  private final Place place;
  private final Faults faults;
  private final Values values;
  private final Job.Builder job;
  private final LinkReader links;
  private final TextReader texts;
  private List<VolumeMount> volumes = List.of();
  private int scale = 1;

  /**
   * @param place where the job's name, or else its file, starts
   */
  JobReader(JobName name, Place place, Faults faults) {
    this.name = name;
    this.place = place;
    this.faults = faults;
    this.values = new Values("job '" + name + "'", faults);
    this.job = Job.builder().name(name).place(place);
    this.links = new LinkReader(name, values, faults);
    this.texts = new TextReader(values);
  }

  /** The job, as far as it could be read; it has an image of no meaning if its own is missing. */
  Job read(Node body) {
    job.image("missing");
    if (!(body instanceof Fields map)) {
      notAMap(body);
      return job.build();
    }
    Map<String, Field> fields = values.unique(map, "key");
    fields.values().forEach(this::read);
    checkAcross(fields);
    checkScale(map, fields);
    return job.build();
  }

  private void notAMap(Node body) {
    boolean word = body instanceof Scalar scalar && scalar.text().matches("[a-z0-9./:-]+");
    faults.add(
        body.place(),
        "job '" + name + "' must be a map of keys but is " + body.kind() + ".",
        "write, for example, `"
            + name
            + ": {image: "
            + (word ? ((Scalar) body).text() : "nginx")
            + "}`.");
  }

  private void read(Field field) {
    JobKey.of(field.name())
        .ifPresentOrElse(
            key -> read(key, field.value()),
            () -> UnknownKeys.report(field.key(), "job '" + name + "'", JobKey.words(), faults));
  }

  private void read(JobKey key, Node value) {
    Form form = key.form();
    switch (key) {
      case IMAGE -> texts.image(form, value).ifPresent(job::image);
      case EXPOSE -> job.expose(new PortsReader(values).read(form, value));
      case LINK -> job.links(links.read(form, value));
      case VOLUME -> readVolumes(form, value);
      case ENVIRONMENT, ENV -> readVariables(form, value);
      case LABELS -> job.labels(new PairsReader(values, faults).labels(form, value));
      case COMMAND -> texts.command(form, value).ifPresent(job::command);
      case ENTRYPOINT -> texts.command(form, value).ifPresent(job::entrypoint);
      case CWD -> texts.path(form, value).ifPresent(job::cwd);
      case USER -> texts.user(form, value).ifPresent(job::user);
      case FILTER -> job.filter(texts.tags(form, value));
      case HEALTH ->
          new HealthReader(name, values, faults).read(form, value).ifPresent(job::health);
      default -> readNumber(key, form, value);
    }
  }

  private void readNumber(JobKey key, Form form, Node value) {
    NumbersReader numbers = new NumbersReader(values);
    switch (key) {
      case MEMORY -> numbers.memory(form, value).ifPresent(job::memory);
      case CPUS -> numbers.cpus(form, value).ifPresent(job::cpus);
      case RESTART -> numbers.restart(form, value).ifPresent(job::restart);
      case SCALE -> readScale(numbers.scale(form, value));
      case STATIC -> numbers.yesOrNo(form, value).ifPresent(job::isStatic);
      case PARALLELISM -> numbers.parallelism(form, value).ifPresent(job::parallelism);
      case DRAIN -> numbers.time(form, value).ifPresent(job::drain);
      default -> throw new IllegalStateException("no reader for key " + key.word());
    }
  }

  private void readVariables(Form form, Node value) {
    PairsReader.Variables variables = new PairsReader(values, faults).variables(form, value);
    job.environment(variables.texts()).secrets(variables.secrets());
  }

  private void readVolumes(Form form, Node value) {
    volumes = new VolumesReader(values).read(form, value);
    job.volumes(volumes);
  }

  private void readScale(Optional<Integer> count) {
    scale = count.orElse(1);
    job.scale(scale);
  }

  private void checkAcross(Map<String, Field> fields) {
    if (!fields.containsKey(JobKey.IMAGE.word())) {
      faults.add(
          place,
          "job '" + name + "' has no image.",
          "add `image: NAME` to it.",
          "An image is what its containers are made from.");
    }
    Field env = fields.get(JobKey.ENV.word());
    Field environment = fields.get(JobKey.ENVIRONMENT.word());
    if (env != null && environment != null) {
      values.twice("`env`, the short form of `environment`,", env.key(), environment.key());
    }
    links.checkNames();
  }

  /** Volumes of the engine live on one host; instances that write to one must do so, too. */
  private void checkScale(Fields map, Map<String, Field> fields) {
    if (scale > 1 && volumes.stream().anyMatch(v -> !v.isHostPath() && !v.readOnly())) {
      Field field = fields.get(JobKey.SCALE.word());
      values.fault(
          JobKey.SCALE.form(),
          field == null ? map.place() : field.value().place(),
          " is " + scale + ", but it writes to a volume.",
          "set `scale: 1`, or mount the volume read-only with `:ro`.",
          "A volume is on one host, while instances are spread over all hosts.");
      job.scale(1);
    }
  }
}
