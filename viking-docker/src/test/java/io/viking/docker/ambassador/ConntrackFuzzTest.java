package io.viking.docker.ambassador;

import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import org.junit.jupiter.api.Test;

/** The kernel's table of connections, as {@code /proc} and {@code conntrack} print it. */
class ConntrackFuzzTest {
  @Test
  void isReadOrRefusedWithinASecondAndALittleMemory() {
    Fuzzer.check(
        FuzzTarget.ofText("conntrack", line -> TrackedConnection.read(line, port -> true))
            .words(
                " src=",
                " dst=",
                " sport=",
                " dport=",
                "tcp ",
                "ESTABLISHED",
                "10.0.0.1",
                "fd00::1")
            .examples(
                "ipv4     2 tcp      6 431999 ESTABLISHED src=172.17.0.2 dst=172.17.0.1 sport=40000"
                    + " dport=10000 src=10.0.0.1 dst=172.17.0.2 sport=80 dport=40000 [ASSURED]",
                "tcp 6 7 TIME_WAIT src=fd00::1 dst=fd00::2 sport=1 dport=2 src=fd00::2 dst=fd00::1"
                    + " sport=2 dport=1"));
  }
}
