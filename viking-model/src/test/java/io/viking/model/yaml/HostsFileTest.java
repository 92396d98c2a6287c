package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private static final Host NODE =
      Host.builder()
          .name("node-1")
          .engine("tcp://10.0.0.1:2376")
          .address("10.0.0.1")
          .addTags("ssd", "eu")
          .build();

  @TempDir private Path folder;

  @Test
  void readsAListOfHosts() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("hosts.yml"),
            """
            - name: node-1
              engine: tcp://10.0.0.1:2376
              address: 10.0.0.1
              tags: [ssd, eu]
            - {name: local, engine: "unix:///var/run/docker.sock"}
            """);

    List<Host> hosts = HostsFile.read(file);

    assertThat(hosts)
        .containsExactly(
            NODE, Host.builder().name("local").engine("unix:///var/run/docker.sock").build());
  }

  @Test
  void readsAMapFromNameToHost() {
    List<Host> hosts =
        HostsFile.parse(
            "hosts.json",
            "{\"node-1\": {\"engine\": \"tcp://10.0.0.1:2376\", \"address\": \"10.0.0.1\","
                + " \"tags\": [\"ssd\", \"eu\"]}}");

    assertThat(hosts).containsExactly(NODE);
  }

  @Test
  void reportsEveryFaultWithItsPlace() {
    String text =
        """
        - name: bad name
          engine: tcp://10.0.0.1:2376
        - engine: 10.0.0.2
        - name: c
          engine: 10.0.0.3:2376
        - name: d
          engine: tcp://10.0.0.4:2376
          address: node-4
          tag: ssd
        - name: d
          engine: tcp://10.0.0.5:2376
          address: 10.0.0.256
        - e
        """;

    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> HostsFile.parse("hosts.yml", text))
        .withMessage(
            """
            hosts.yml:1:9: host name 'bad name' is not valid: letters, digits, '.', '_' and '-'.
              Fix: write, for example, `{name: node-1, engine: 'tcp://10.0.0.1:2376'}`.
            hosts.yml:3:3: `name` of a host is missing.
              Fix: write, for example, `name: node-1`.
            hosts.yml:4:9: engine of host 'c' must be an address such as\
             unix:///var/run/docker.sock or tcp://10.0.0.1:2376 but was '10.0.0.3:2376'.
              Fix: write, for example, `{name: node-1, engine: 'tcp://10.0.0.1:2376'}`.
            hosts.yml:8:12: `address` of a host: 'node-4' is not an IP address.
              Fix: write, for example, `address: 10.0.0.1`.
            hosts.yml:9:3: `tag` is not a key of a host.
              Known keys are: name, engine, address, tags.
              Fix: did you mean `tags`?
            hosts.yml:10:3: two hosts are named 'd'.
              The first is in line 6.
              Fix: give each host a name of its own.
            hosts.yml:12:12: `address` of a host: '10.0.0.256' is not an IP address.
              Fix: write, for example, `address: 10.0.0.1`.
            hosts.yml:13:3: `host` of a host must be a map of keys but is 'e'.
              Fix: write, for example, `{name: node-1, engine: 'tcp://10.0.0.1:2376'}`.""");
  }

  @Test
  void quotesAnAddressOfSeveralLinesOnOne() {
    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> HostsFile.parse("hosts.yml", "- {name: a, engine: \"tcp://a\\nb\"}"))
        .withMessageContaining("but was 'tcp://a\\x0ab'.");
  }

  @Test
  void refusesAFileWithoutAHost() {
    assertThatExceptionOfType(InvalidStackException.class)
        .isThrownBy(() -> HostsFile.parse("hosts.yml", "[]"))
        .withMessageStartingWith("hosts.yml:1:1: the file names no host.");
  }

  @Test
  void takesAnIpv6Address() {
    List<Host> hosts =
        HostsFile.parse("hosts.yml", "a: {engine: 'tcp://[fd00::1]:2376', address: 'fd00::1'}");

    assertThat(hosts).extracting(host -> host.address().orElseThrow()).containsExactly("fd00::1");
  }
}
