package io.viking.docker.ambassador;

class KernelPathIpv6IT extends KernelPathIT {
  @Override
  LabNet net() {
    return LabNet.IPV6;
  }
}
