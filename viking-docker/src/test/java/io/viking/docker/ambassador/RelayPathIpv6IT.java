package io.viking.docker.ambassador;

class RelayPathIpv6IT extends RelayPathIT {
  @Override
  LabNet net() {
    return LabNet.IPV6;
  }
}
