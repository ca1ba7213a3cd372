#!/usr/bin/env bash
# build.sh [TAG]: the image of coldchain, from the source beside it. TAG is by default $COLDCHAIN_IMAGE, else
# local/coldchain:dev. Needs Go and a Docker engine.
set -euo pipefail
umask 022 # the image's user is not the one who builds it
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tag=${1:-${COLDCHAIN_IMAGE:-local/coldchain:dev}}
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
mkdir "$context/state"

(cd "$here/../.." && CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$context/coldchain" ./cmd/coldchain)
cp "$(go env GOROOT)/lib/time/zoneinfo.zip" "$context/"
certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
cp "$certificates" "$context/ca-certificates.crt" || {
  echo "build: no root certificates in $certificates; on Debian: apt-get install ca-certificates, elsewhere set SSL_CERT_FILE" >&2
  exit 1
}
echo 'coldchain:x:65532:65532:coldchain:/state:/' >"$context/passwd"
echo 'coldchain:x:65532:' >"$context/group"
cp "$here/Dockerfile" "$context/"
# Without the buildx plugin the newer builder is not to be had.
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
docker build -q -t "$tag" "$context" </dev/null >/dev/null 2>"$context/build.log" || {
  cat "$context/build.log" >&2
  exit 1
}
echo "image $tag: $(docker image inspect -f '{{.Size}}' "$tag" | awk '{ printf "%.0f MB", $1 / 1e6 }')"
