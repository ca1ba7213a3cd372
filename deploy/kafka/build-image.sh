#!/usr/bin/env bash
# build-image.sh [TAG]: an image of Apache Kafka from Maven's jars, for machines that cannot pull the public apache/kafka.
# TAG is by default local/kafka:VERSION. Does nothing where that image is there already. COLDCHAIN_KAFKA_IMAGE=TAG makes the
# tests and the compose file use it.
#
# The image is made from this machine's JDK 17 (jlink), its glibc and its static busybox: on Debian the packages
# openjdk-17-jdk-headless and busybox-static.
set -euo pipefail
umask 022 # the image's user is not the one who builds it
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(sed -n 's|.*<kafka.version>\(.*\)</kafka.version>.*|\1|p' "$here/pom.xml")
tag=${1:-local/kafka:$version}

if docker image inspect "$tag" >/dev/null 2>&1; then
  echo "image $tag: there already"
  exit 0
fi
jdk=${JAVA17_HOME:-$(compgen -G '/usr/lib/jvm/java-17-openjdk-*' | head -1 || true)}
for need in "$jdk/bin/jlink" /bin/busybox; do
  [[ -x $need ]] || {
    echo "build-image: $need is missing; on Debian: apt-get install openjdk-17-jdk-headless busybox-static" >&2
    exit 1
  }
done
libs=$("$here/fetch.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root context=$work/context
mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev} "$context/data"
chmod 1777 "$root/tmp"

"$jdk/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.security.auth,jdk.net,jdk.zipfs \
  --strip-debug --no-man-pages --no-header-files --output "$root/opt/jre"
# Every shared library of these packages, not only those that the JRE names: the compression codecs load libpthread and
# libstdc++ by themselves, with the first batch that is compressed.
dpkg -L libc6 libstdc++6 libgcc-s1 zlib1g | grep -E "/lib(64)?/($(uname -m)-linux-gnu/)?[^/]+\.so[.0-9]*$" | while read -r file; do
  mkdir -p "$root$(dirname "$file")"
  cp -L "$file" "$root$file"
done
for loader in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do
  if [[ -e $loader ]]; then install -D "$(readlink -f "$loader")" "$root$loader"; fi
done
cp -L /bin/busybox "$root/bin/busybox"
for applet in $(/bin/busybox --list); do
  # Its own name is in the list: that link would be a loop.
  if [[ $applet != busybox ]]; then ln -s busybox "$root/bin/$applet"; fi
done
printf 'root:x:0:0:root:/:/bin/sh\nkafka:x:1000:1000:kafka:/tmp:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nkafka:x:1000:\n' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

tar -C "$root" --numeric-owner --owner=0 --group=0 -cf "$context/rootfs.tar" .
cp -r "$libs" "$context/libs"
cp "$here"/image/{Dockerfile,start.sh} "$here/log4j2.xml" "$context/"
# Without the buildx plugin the newer builder is not to be had.
docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
docker build -q -t "$tag" "$context" </dev/null >/dev/null 2>"$work/build.log" || {
  cat "$work/build.log" >&2
  exit 1
}
echo "image $tag: $(docker image inspect -f '{{.Size}}' "$tag" | awk '{ printf "%.0f MB", $1 / 1e6 }')"
