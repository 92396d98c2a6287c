# For the scripts beside this file, which source it: each runs one of the project's tests alone, for longer
# than a build does. Not a program by itself.
# shellcheck shell=bash

ME=faults/$(basename "$0")
readonly ME
ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
readonly ROOT

# fail WHAT FIX [CODE]
fail() {
  printf '%s: %s\n  Fix: %s\n' "$ME" "$1" "$2" >&2
  exit "${3:-1}"
}

# Prints the comment at the script's head.
usage() {
  sed -n '2,/^set -/p' "$(readlink -f "$0")" | sed -n 's/^# \{0,1\}//p' >&2
  exit 2
}

# need PROGRAM...
need() {
  local program
  for program; do
    command -v "$program" >/dev/null ||
      fail "there is no $program" "install it: $ROOT/viking-examples/testbed install"
  done
}

need_root() {
  [[ $EUID == 0 ]] || fail 'an engine and network namespaces need root' 'run it with sudo'
}

# run_test it|unit MODULE TEST FOLDER [-Dname=value]...
# Runs that test and what its module needs, prints the figures that it leaves in that folder of the
# module's target, and exits as it did.
run_test() {
  local kind=$1 module=$2 test=$3 record=$ROOT/$2/target/$4 code=0
  shift 4
  need mvn
  rm -rf "$record"
  rm -rf "$ROOT"/*/target/{failsafe,surefire}-reports # an earlier failure there would end this run
  # The other modules' and the other tests are not what is asked for.
  local what=(verify -Dtest=NoUnitTest "-Dit.test=$test" -Dviking.it.required=true)
  [[ $kind == it ]] || what=(test "-Dtest=$test")
  mvn -q -B -f "$ROOT/pom.xml" -pl "$module" -am "${what[@]}" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "$@" >&2 || code=$?
  [[ -f $record/figure ]] || fail 'the run did not come to its end' 'see what Maven says above'
  ((code == 0)) || echo "$ME: not everything held; see what Maven says above, and $record" >&2
  [[ ! -f $record/matrix ]] || cat "$record/matrix"
  cat "$record/figure"
  exit "$code"
}
