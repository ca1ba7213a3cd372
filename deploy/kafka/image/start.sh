#!/bin/sh
# Starts the broker with a server.properties made of the KAFKA_* variables, by the rules of the public image apache/kafka,
# so that one configuration serves both: KAFKA_NODE_ID is node.id; "_" stands for ".", "__" for "_", "___" for "-".
# KAFKA_HEAP_OPTS and KAFKA_OPTS are options for Java; CLUSTER_ID is the cluster's id, by default a random one.
set -euf
properties=/tmp/server.properties
awk 'BEGIN {
  for (name in ENVIRON) {
    if (name !~ /^KAFKA_/ || name == "KAFKA_HEAP_OPTS" || name == "KAFKA_OPTS") continue
    property = tolower(substr(name, 7))
    gsub(/_/, ".", property); gsub(/\.\.\./, "-", property); gsub(/\.\./, "_", property)
    print property "=" ENVIRON[name]
  }
}' >$properties

data=$(sed -n 's/^log\.dirs=//p' $properties)
[ -n "$data" ] || { echo "start: KAFKA_LOG_DIRS is not set; set it to a directory below /var/lib/kafka/data" >&2; exit 1; }
java="java ${KAFKA_HEAP_OPTS:--Xms128m -Xmx512m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${KAFKA_OPTS:-}
  -Dlog4j2.configurationFile=/opt/kafka/log4j2.xml -cp /opt/kafka/libs/*"
if [ ! -f "$data/meta.properties" ]; then
  # 16 bytes in base64 for addresses; it must not begin with '-'.
  $java kafka.tools.StorageTool format -t "${CLUSTER_ID:-$(head -c16 /dev/urandom | base64 | tr '+/' 'AB' | tr -d =)}" -c $properties
fi
exec $java kafka.Kafka $properties
