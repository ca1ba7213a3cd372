#!/usr/bin/env bash
# profile.sh [FLAGS]: records cpu.pgo, the profile by which build.sh has the worker compiled. It replays the history of
# `coldchain bench replay`, whose flags it takes (--brokers: without them the broker is embedded, and its work is not in
# the profile). Record anew when the code of the hot path has changed much; an old profile does no harm. Needs Go and curl.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
listen=${LISTEN:-127.0.0.1:18081}
work=$(mktemp -d)
bench=
trap '[[ -z $bench ]] || kill "$bench" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$here/../.."
CGO_ENABLED=0 go build -trimpath -pgo=off -o "$work/coldchain" ./cmd/coldchain

"$work/coldchain" bench replay --floors none --listen "$listen" --readings 4000000 --rounds 3 "$@" &
bench=$!
n=0
while kill -0 "$bench" 2>/dev/null; do
  # A slice that the end of a round cuts off is not kept.
  if curl -sf -o "$work/slice" "http://$listen/debug/pprof/profile?seconds=1"; then
    n=$((n + 1))
    mv "$work/slice" "$work/$n.pb.gz"
  else
    sleep 0.2
  fi
done
wait "$bench"
bench=
((n > 0)) || {
  echo "profile: no round was long enough; give more --readings" >&2
  exit 1
}
go tool pprof -proto "$work"/*.pb.gz >"$work/cpu.pgo" 2>/dev/null
mv "$work/cpu.pgo" "$here/cpu.pgo"
echo "profile: $n seconds in $here/cpu.pgo, $(du -k "$here/cpu.pgo" | cut -f1) KiB"
