package io.viking.examples.cli;

import io.viking.docker.agent.AgentMain;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code viking agent}: this host's agent, as a process in the foreground. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = {
      "Runs this host's agent until it is told to stop.",
      "",
      "Its options, each with the variable that it takes the place of:",
      "  --etcd HOST:PORT,..  VIKING_ETCD     absent: one host, local files",
      "  --key KEY            VIKING_KEY      what all keys in etcd start with",
      "  --deadline TIME      VIKING_DEADLINE how long a call to etcd may take; default 5s",
      "  --etcd-ca FILE       VIKING_ETCD_CA  the CA of etcd's certificate",
      "  --etcd-cert FILE     VIKING_ETCD_CERT  this agent's certificate for etcd",
      "  --etcd-key-file FILE VIKING_ETCD_CERT_KEY  its key",
      "  --etcd-server-name NAME  VIKING_ETCD_SERVER_NAME  the name in etcd's certificate",
      "  --etcd-user NAME     VIKING_ETCD_USER  the user in etcd",
      "  --etcd-password-file FILE  VIKING_ETCD_PASSWORD_FILE  its password",
      "  --home FOLDER        VIKING_HOME     where local files are kept",
      "  --name NAME          HOSTNAME        the host's name",
      "  --ip ADDRESS         VIKING_IP       the host's private address",
      "  --tags TAG,..        VIKING_TAGS     words that a job's filter can ask for",
      "  --docker ADDRESS     DOCKER_HOST     the engine, as this process reaches it",
      "  --engine ADDRESS     VIKING_ENGINE   the engine, as deploying programs reach it",
      "  --listen ADDRESS,..  VIKING_LISTEN   in the place of the bridge's addresses",
      "  --links MODE         VIKING_LINKS    enforced or open",
      "  --balance POLICY     VIKING_BALANCE  least or round-robin",
      "  --data-path PATH     VIKING_DATA_PATH  auto, relay or kernel",
      "  --status IP:PORT     VIKING_STATUS   the status endpoint, or off",
      "  --max-connections N  VIKING_MAX_CONNECTIONS  what the limit of open files allows",
      "  --max-connections-per-service N  VIKING_MAX_CONNECTIONS_PER_SERVICE  unlimited",
      "  --max-connections-per-source N  VIKING_MAX_CONNECTIONS_PER_SOURCE  half of all",
      "  --access-log FILE    VIKING_ACCESS_LOG  a line for each connection; - for output",
      "  --ready-file FILE    VIKING_READY_FILE  written once the agent is ready",
      "  --vpc MODE           VIKING_VPC      on, nftables or iptables: keep the firewall; off",
      "  --vpc-open PORT,..   VIKING_VPC_OPEN  what everybody may reach, as in 443,53/udp",
      "  --vpc-trust ADDRESS,..  VIKING_VPC_TRUST  who is trusted beside the cluster's hosts",
      "  --vpc-keep TIME      VIKING_VPC_KEEP  how long hosts without an agent are; 24h",
      "  --replace            VIKING_REPLACE  take over from the agent that runs here"
    })
final class AgentCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = List.of();

  @Override
  public Integer call() {
    AgentMain.main(arguments.toArray(String[]::new));
    return 0;
  }
}
