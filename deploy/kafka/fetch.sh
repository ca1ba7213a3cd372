#!/usr/bin/env bash
# fetch.sh: the jars of Apache Kafka from Maven Central into the cache, once; prints the directory that holds them.
# Needs Maven and a JDK. The cache is $COLDCHAIN_CACHE, by default ~/.cache/coldchain.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${COLDCHAIN_CACHE:-$HOME/.cache/coldchain}
version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$here/pom.xml")
libs=$cache/kafka-$version/libs

if [[ ! -d $libs ]]; then
  command -v mvn >/dev/null || {
    echo "fetch: no mvn on this machine; on Debian: apt-get install maven" >&2
    exit 1
  }
  mkdir -p "$cache/kafka-$version"
  part=$(mktemp -d "$cache/kafka-$version/libs.part.XXXXXX")
  trap 'rm -rf "$part"' EXIT
  mvn -B -q -Dstyle.color=never -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$part/libs" </dev/null >&2
  # Whole or not at all: a second run at the same time finds either nothing or every jar. -T: never into a directory
  # that the other run has put there meanwhile.
  mv -T "$part/libs" "$libs" 2>/dev/null || [[ -d $libs ]]
fi
echo "$libs"
