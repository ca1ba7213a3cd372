#!/usr/bin/env bash
# with-kafka.sh COMMAND [ARG...]: runs a command with all that the tests on real Kafka need, and ends it afterwards:
#
#   deploy/with-kafka.sh go test ./...
#
# It brings up a Docker engine where none answers, an Apache Kafka of its own as a process, and the images of Kafka (built here
# unless COLDCHAIN_KAFKA_IMAGE names one) and of coldchain. What is downloaded or built stays in the cache ($COLDCHAIN_CACHE, by
# default ~/.cache/coldchain) and the engine. Needs Go, Maven, a JDK 17 and docker; .ci/packages installs them on Debian.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# -gt 0 ]] || {
  echo "usage: $0 COMMAND [ARG...]" >&2
  exit 2
}
broker=$(mktemp -d)
engine_started=

step() { # says what a step took: step NAME COMMAND [ARG...]
  local name=$1 start=$SECONDS
  shift
  echo "== $name" >&2
  "$@" >&2
  echo "== $name: $((SECONDS - start)) s" >&2
}

down() {
  local status=$?
  trap - EXIT
  "$here/kafka/broker.sh" stop "$broker" >&2 || status=1
  if [[ -n $engine_started ]]; then "$here/docker/engine.sh" stop >&2 || status=1; fi
  rm -rf "$broker"
  exit "$status"
}
trap down EXIT
trap 'exit 130' INT TERM

# A port that is free, and the next one for the controller; below those that outgoing connections take.
free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 10000))
    if ! (: </dev/tcp/127.0.0.1/$port) 2>/dev/null && ! (: </dev/tcp/127.0.0.1/$((port + 1))) 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  echo "with-kafka: no free port between 20000 and 30000" >&2
  return 1
}

if ! docker info >/dev/null 2>&1; then
  engine_started=yes
  step "Docker engine" "$here/docker/engine.sh" start
fi
step "jars of Apache Kafka" "$here/kafka/fetch.sh"
if [[ -z ${COLDCHAIN_KAFKA_IMAGE:-} ]]; then
  version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$here/kafka/pom.xml")
  export COLDCHAIN_KAFKA_IMAGE=local/kafka:$version
  step "image of Apache Kafka" "$here/kafka/build-image.sh" "$COLDCHAIN_KAFKA_IMAGE"
fi
export COLDCHAIN_IMAGE=${COLDCHAIN_IMAGE:-local/coldchain:dev}
step "image of coldchain" "$here/docker/build.sh" "$COLDCHAIN_IMAGE"
port=$(free_port)
step "Apache Kafka as a process" "$here/kafka/broker.sh" start "$broker" "$port"

export COLDCHAIN_TEST_BROKERS=127.0.0.1:$port COLDCHAIN_TEST_RUNGS=kfake,process,container
start=$SECONDS
status=0
"$@" || status=$?
echo "== $*: $((SECONDS - start)) s" >&2
exit "$status"
