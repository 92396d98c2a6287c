package io.viking.docker.agent;

import io.viking.docker.launch.JobDefinitions;
import io.viking.model.InvalidStackException;
import io.viking.model.JobName;
import io.viking.model.fuzz.FuzzTarget;
import io.viking.model.fuzz.Fuzzer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an agent is started with, and what it has kept. */
class AgentFuzzTest {
  static Stream<FuzzTarget<?>> targets() {
    return Stream.of(
        FuzzTarget.ofText("agent-links", text -> LinkTableText.write(LinkTableText.read(text)))
            .writes(written -> written)
            .words(
                "address ", "listener ", "fixed ", "revision ", "endpoint ", "permission ", "end\n")
            .examples(
                """
                # viking agent-links 1
                address 172.17.0.1
                listener 10000 shared_mongo_27017
                fixed fixed:1 fixed:0 10.0.0.3:80
                revision 7
                endpoint shared_mongo_27017 x:y 10.0.0.1:32768
                permission 172.17.0.2 10000 10001
                end
                """),
        FuzzTarget.ofText(
                "agent-arguments", text -> AgentSettings.of(Map.of(), text.lines().toList()))
            .refuses(UsageException.class)
            .words("--etcd", "--etcd=", "--replace", "--links=open", "--status", "--listen=::1")
            .examples("--etcd\n10.0.0.1:2379\n--links=open\n--replace\n--ip=10.0.0.1"),
        FuzzTarget.ofText("definition-health", new DefinitionHealth())
            .refuses(InvalidStackException.class)
            .refusesWith(message -> message.contains("viking.definition"))
            .words("\"health\":", "\"image\":", "tcp", "http:/", "none", "{", "}")
            .examples("{\"image\":\"nginx\",\"health\":{\"path\":\"/x\",\"interval\":\"2s\"}}"),
        FuzzTarget.ofText("definition", text -> JobDefinitions.json().read(JobName.of("web"), text))
            .words("\"health\":", "\"image\":", "\"expose\":", "\"link\":", "{", "}")
            .examples("{\"image\":\"nginx\",\"expose\":[\"80\"],\"environment\":{\"A\":\"b\"}}"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void isReadOrRefusedWithAPlaceWithinASecondAndALittleMemory(FuzzTarget<?> target) {
    Fuzzer.check(target);
  }
}
