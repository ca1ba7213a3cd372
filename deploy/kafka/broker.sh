#!/usr/bin/env bash
# broker.sh start DIR PORT: one Apache Kafka broker (KRaft, a single node) as a plain process on 127.0.0.1:PORT, its
#   controller on PORT+1; data, log and process id in DIR. Returns when it answers. The jars are fetched if need be.
# broker.sh stop DIR: ends it, by its process id. The data stays: start goes on with it.
#
# KAFKA_HEAP_OPTS are the Java options for memory, by default "-Xms128m -Xmx512m". For tests and trials: no security, no replicas.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# True if process $1 is a broker of ours: a process id alone may have gone to another program.
is_broker() {
  [[ $(readlink "/proc/$1/exe" 2>/dev/null || true) == */java ]] &&
    tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -Fxq "$dir/server.properties"
}

start() {
  local port=$1 libs id pid
  libs=$("$here/fetch.sh")
  mkdir -p "$dir"
  if [[ -f $dir/pid ]] && is_broker "$(cat "$dir/pid")"; then
    echo "broker: process $(cat "$dir/pid") has $dir already; first: $0 stop $dir" >&2
    exit 1
  fi
  sed -e "s|@DATA@|$dir/data|; s|@PORT@|$port|g; s|@CONTROLLER_PORT@|$((port + 1))|g" "$here/server.properties" >"$dir/server.properties"
  local heap
  read -ra heap <<<"${KAFKA_HEAP_OPTS:--Xms128m -Xmx512m}"
  local java=(java "${heap[@]}" -XX:+UseSerialGC "-Djava.io.tmpdir=$dir" "-Dlog4j2.configurationFile=$here/log4j2.xml" -cp "$libs/*")
  if [[ ! -f $dir/data/meta.properties ]]; then
    # A cluster id is 16 bytes in base64 for addresses that does not begin with '-'. Kafka's own tool for it costs a
    # second JVM, and mixes its log into the answer.
    id=$(head -c16 /dev/urandom | base64 | tr '+/' 'AB' | tr -d =)
    "${java[@]}" kafka.tools.StorageTool format -t "$id" -c "$dir/server.properties" >"$dir/format.log" 2>&1 || {
      cat "$dir/format.log" >&2
      exit 1
    }
  fi
  : >"$dir/log"
  setsid "${java[@]}" kafka.Kafka "$dir/server.properties" >>"$dir/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$dir/pid"
  for _ in $(seq 900); do
    if grep -q 'Kafka Server started' "$dir/log"; then
      echo "broker: 127.0.0.1:$port, process $pid"
      return
    fi
    [[ -d /proc/$pid ]] || break
    sleep 0.1
  done
  echo "broker: did not start; the end of $dir/log:" >&2
  tail -30 "$dir/log" >&2
  if is_broker "$pid"; then kill -KILL "$pid"; fi
  exit 1
}

stop() {
  local pid
  [[ -f $dir/pid ]] || return 0
  pid=$(cat "$dir/pid")
  rm -f "$dir/pid"
  is_broker "$pid" || return 0
  kill -TERM "$pid"
  for _ in $(seq 300); do
    if ! is_broker "$pid"; then
      echo "broker: stopped"
      return
    fi
    sleep 0.1
  done
  kill -KILL "$pid"
  echo "broker: process $pid did not stop within 30 s and was killed"
}

case "${1:-} $#" in
"start 3" | "stop 2")
  [[ $1 == start ]] && mkdir -p "$2"
  [[ -d $2 ]] || exit 0
  dir=$(cd "$2" && pwd)
  "$1" "${@:3}"
  ;;
*)
  echo "usage: $0 start DIR PORT | stop DIR" >&2
  exit 2
  ;;
esac
