package io.viking.docker.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Mount;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.JobName;
import io.viking.model.Pid;
import io.viking.model.RestartPolicy;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link Launcher} must do. */
public abstract class LauncherContract {
  /** An image whose container runs until it is stopped, and that exposes 7000/tcp and 7001/udp. */
  protected static final String IMAGE = "viking-contract/idle:1";

  private static final AtomicInteger PIDS = new AtomicInteger(0xa00000);
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** The launcher under test; the contract does not close it. */
  protected abstract Launcher launcher();

  /** A host that has {@link #IMAGE}; its instances may be removed. */
  protected abstract Host host();

  /** A spec like this one whose container can be made but not started. */
  protected abstract ContainerSpec unstartable(ContainerSpec spec);

  @AfterEach
  void removeInstances() {
    launcher()
        .inspect(host())
        .instances()
        .forEach(instance -> launcher().remove(host(), instance.id(), Duration.ZERO));
  }

  /** A spec of a new instance. */
  protected static ContainerSpec.Builder spec() {
    InstanceId id =
        new InstanceId(
            new ServiceName(StackName.of("contract"), JobName.of("idle")),
            Pid.of("%06x".formatted(PIDS.incrementAndGet())));
    return ContainerSpec.builder()
        .instance(id)
        .image(IMAGE)
        .putLabels(Labels.STACK, "contract")
        .putLabels(Labels.JOB, "idle")
        .putLabels(Labels.PID, id.pid().value())
        .putLabels(Labels.SPEC, "hash-" + id.pid())
        .restart(RestartPolicy.DEFAULT);
  }

  @Test
  void inspectReportsAStartedInstanceByItsLabels() {
    ContainerSpec spec = spec().build();

    launcher().start(host(), spec);

    assertThat(launcher().inspect(host()).instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.id()).isEqualTo(spec.instance());
              assertThat(instance.state()).isEqualTo(State.RUNNING);
              assertThat(instance.specHash()).isEqualTo("hash-" + spec.instance().pid());
              assertThat(instance.definition()).isEmpty();
              assertThat(instance.imageId())
                  .isEqualTo(launcher().image(host(), IMAGE).orElseThrow().id());
            });
  }

  @Test
  void inspectReportsInstancesInTheOrderOfTheirIds() {
    ContainerSpec first = spec().build();
    ContainerSpec second = spec().build();
    launcher().start(host(), second);

    launcher().start(host(), first);

    assertThat(launcher().inspect(host()).instances())
        .extracting(ActualInstance::id)
        .containsExactly(first.instance(), second.instance());
  }

  @Test
  void inspectReportsTheImagesByName() {
    String id = launcher().image(host(), IMAGE).orElseThrow().id();

    var images = launcher().inspect(host()).images();

    assertThat(images).containsEntry(IMAGE, id);
  }

  @Test
  void anImageTellsItsExposedPortsInDockersOrder() {
    var image = launcher().image(host(), IMAGE);

    assertThat(image).isPresent();
    assertThat(image.orElseThrow().exposedPorts())
        .containsExactly(ExposedPort.tcp(7000), ExposedPort.udp(7001));
  }

  @Test
  void anImageThatTheHostDoesNotHaveIsEmpty() {
    var image = launcher().image(host(), "viking-contract/missing:1");

    assertThat(image).isEmpty();
  }

  @Test
  void aStartedInstanceIsReportedRunning() {
    ContainerSpec spec = spec().build();
    launcher().start(host(), spec);

    var report = launcher().report(host(), spec.instance()).orElseThrow();

    assertThat(report.state()).isEqualTo(State.RUNNING);
    assertThat(report.exitCode()).isZero();
    assertThat(report.restarts()).isZero();
  }

  @Test
  void anInstanceThatIsNotThereHasNoReport() {
    var report = launcher().report(host(), spec().build().instance());

    assertThat(report).isEmpty();
    assertThat(launcher().glance(host(), spec().build().instance())).isEmpty();
  }

  @Test
  void aGlanceSaysWhatTheReportSaysButForTheOutput() {
    ContainerSpec spec = spec().build();
    launcher().start(host(), spec);

    var glance = launcher().glance(host(), spec.instance()).orElseThrow();

    var report = launcher().report(host(), spec.instance()).orElseThrow();
    assertThat(glance.state()).isEqualTo(report.state());
    assertThat(glance.exitCode()).isEqualTo(report.exitCode());
    assertThat(glance.restarts()).isEqualTo(report.restarts());
  }

  @Test
  void aRemovedInstanceIsGoneAndItsVolumeStays() {
    ContainerSpec spec = spec().addMounts(new Mount("contract_idle_data", "/data", false)).build();
    launcher().start(host(), spec);

    launcher().remove(host(), spec.instance(), GRACE);

    assertThat(launcher().inspect(host()).instances()).isEmpty();
    assertThat(launcher().inspect(host()).volumes()).contains("contract_idle_data");
  }

  @Test
  void removingWhatIsNotThereIsNoFault() {
    InstanceId never = spec().build().instance();

    assertThatCode(() -> launcher().remove(host(), never, GRACE)).doesNotThrowAnyException();
  }

  @Test
  void aStartWithoutItsImageNamesHostAndImageAndLeavesNothing() {
    ContainerSpec spec = spec().image("viking-contract/missing:1").build();

    assertThatThrownBy(() -> launcher().start(host(), spec))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll(host().name(), host().engine(), "viking-contract/missing:1");

    assertThat(launcher().inspect(host()).instances()).isEmpty();
  }

  @Test
  void aFailedStartLeavesNothing() {
    ContainerSpec spec = unstartable(spec().build());

    assertThatThrownBy(() -> launcher().start(host(), spec))
        .isInstanceOfSatisfying(LaunchException.class, e -> assertThat(e.host()).isEqualTo(host()))
        .hasMessageContainingAll(host().name(), spec.instance().containerName());

    assertThat(launcher().inspect(host()).instances()).isEmpty();
  }

  @Test
  void aPermitIsAskedBeforeTheInstanceRuns() {
    ContainerSpec spec = spec().build();
    List<State> seen = new ArrayList<>();

    launcher()
        .start(
            host(),
            spec,
            () -> launcher().inspect(host()).instances().forEach(i -> seen.add(i.state())));

    assertThat(seen).doesNotContain(State.RUNNING, State.RESTARTING);
    assertThat(launcher().report(host(), spec.instance()).orElseThrow().state())
        .isEqualTo(State.RUNNING);
  }

  @Test
  void aStartWhosePermitIsRefusedLeavesNothing() {
    ContainerSpec spec = spec().build();
    IllegalStateException refusal = new IllegalStateException("not now");

    assertThatThrownBy(
            () ->
                launcher()
                    .start(
                        host(),
                        spec,
                        () -> {
                          throw refusal;
                        }))
        .isSameAs(refusal);

    assertThat(launcher().inspect(host()).instances()).isEmpty();
  }

  @Test
  void aSecondStartOfARunningInstanceFailsAndLeavesTheFirst() {
    ContainerSpec spec = spec().build();
    launcher().start(host(), spec);

    assertThatThrownBy(() -> launcher().start(host(), spec)).isInstanceOf(LaunchException.class);

    assertThat(launcher().inspect(host()).instances())
        .extracting(ActualInstance::state)
        .isEqualTo(List.of(State.RUNNING));
  }
}
