#!/usr/bin/env bash
# engine.sh start|stop: the Docker engine where no service manager runs it (a bare machine, a CI job). Needs root.
#
# start does nothing when an engine answers already; stop ends only the engine that start has started, by its process id.
set -euo pipefail
cache=${COLDCHAIN_CACHE:-$HOME/.cache/coldchain}
run=$cache/engine

# True if process $1 runs a program whose file is named $2. A zombie's exe link is empty, so it never counts as running.
runs() {
  [[ $(readlink "/proc/$1/exe" 2>/dev/null || true) == */"$2" ]]
}

start() {
  if docker info >/dev/null 2>&1; then
    echo "engine: one answers already"
    return
  fi
  command -v dockerd >/dev/null || {
    echo "engine: no dockerd on this machine; on Debian: apt-get install docker.io" >&2
    exit 1
  }
  mkdir -p "$run"
  # An engine that was killed leaves its pid files, and the next one refuses to start while any process has that id.
  for name in dockerd:/var/run/docker.pid containerd:/var/run/docker/containerd/containerd.pid; do
    file=${name#*:}
    if [[ -f $file ]] && ! runs "$(cat "$file")" "${name%%:*}"; then rm -f "$file"; fi
  done
  # Published ports stay on the loopback interface, also where a container's configuration forgets to say so.
  setsid dockerd --ip 127.0.0.1 >"$run/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$run/pid"
  for _ in $(seq 300); do
    if docker info >/dev/null 2>&1; then
      echo "engine: started, process $pid"
      return
    fi
    runs "$pid" dockerd || [[ -d /proc/$pid ]] || break
    sleep 0.2
  done
  echo "engine: did not start; the end of $run/log:" >&2
  tail -30 "$run/log" >&2
  exit 1
}

stop() {
  [[ -f $run/pid ]] || return 0
  pid=$(cat "$run/pid")
  rm -f "$run/pid"
  runs "$pid" dockerd || return 0
  kill -TERM "$pid"
  for _ in $(seq 300); do
    if ! runs "$pid" dockerd; then
      echo "engine: stopped"
      return
    fi
    sleep 0.1
  done
  echo "engine: process $pid does not stop" >&2
  exit 1
}

case ${1:-} in
start | stop) "$1" ;;
*)
  echo "usage: $0 start|stop" >&2
  exit 2
  ;;
esac
