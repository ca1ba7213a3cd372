package config

import (
	"strings"
	"unicode"

	"coldchain/pipeline"
)

// Key describes one value of the configuration.
type Key struct {
	Name    string // in the file, with a dot for each level
	Env     string // the environment variable
	Flag    string // the flag, without its dashes
	Type    string // in words
	Default string // as it would be given; empty: none, or as Help says
	Help    string
	Secret  bool // never printed
}

// setting is a key and how its text becomes a field.
type setting struct {
	name, fallback string
	value          value
	help           string
}

// settings is every value there is, in the order in which they are shown.
var settings = []setting{
	{"brokers", "", list(func(c *Config) *[]string { return &c.Brokers }, address),
		"addresses of the Kafka brokers to begin with"},
	{"group", "coldchain", text(func(c *Config) *string { return &c.Group }, topicName),
		"consumer group; topics of our own and transactions are named after it"},
	{"rules", "", text(func(c *Config) *string { return &c.Rules }),
		"path of the rule book (YAML or JSON)"},
	{"state", "./coldchain-state", text(func(c *Config) *string { return &c.State }, notEmpty),
		"folder of the local state; it can be rebuilt from Kafka"},
	{"listen", "127.0.0.1:8080", text(func(c *Config) *string { return &c.Listen }, listenAddress),
		"address of the query API, the metrics and the web page"},
	{"advertise", "", text(func(c *Config) *string { return &c.Advertise }, address),
		"address at which other workers reach this one; as listen by default, with this " +
			"machine's name if listen is on all interfaces"},
	{"threads", "0", number(func(c *Config) *int { return &c.Threads }, 0, 1024),
		"group members in this process; 0: as many as cores"},

	{"topics.orders", "orders",
		text(func(c *Config) *string { return &c.Topics.Orders }, topicName),
		"input: orders, keyed by orderID"},
	{"topics.voyages", "voyages",
		text(func(c *Config) *string { return &c.Topics.Voyages }, topicName),
		"input: voyages, keyed by voyageID"},
	{"topics.metrics", "container-metrics",
		text(func(c *Config) *string { return &c.Topics.Metrics }, topicName),
		"input: readings, keyed by containerID"},
	{"topics.compliance", "compliance",
		text(func(c *Config) *string { return &c.Topics.Compliance }, topicName),
		"output: the answer for each order, compacted"},

	{"zone.orders", "", zone(func(c *Config) *zoneField { return &c.Zone.Orders }),
		"zone of times that say none, such as Europe/Oslo; UTC by default"},
	{"zone.voyages", "", zone(func(c *Config) *zoneField { return &c.Zone.Voyages }),
		"the same for voyages"},
	{"zone.metrics", "", zone(func(c *Config) *zoneField { return &c.Zone.Metrics }),
		"the same for readings"},

	{"partitioner.orders", "murmur2",
		partitioner(func(c *Config) *pipeline.Partitioner { return &c.Partitioner.Orders }),
		"how the producers of orders choose a partition: murmur2 (Java), crc32 (librdkafka) or " +
			"fnv1a (Sarama)"},
	{"partitioner.voyages", "murmur2",
		partitioner(func(c *Config) *pipeline.Partitioner { return &c.Partitioner.Voyages }),
		"the same for voyages"},
	{"partitioner.metrics", "murmur2",
		partitioner(func(c *Config) *pipeline.Partitioner { return &c.Partitioner.Metrics }),
		"the same for readings"},
	{"replication", "-1", number(func(c *Config) *int { return &c.Replication }, -1, 32767),
		"replication factor of topics that we create; -1: the broker's default"},

	{"sessionTimeout", "10s",
		duration(func(c *Config) *durationField { return &c.SessionTimeout }, positive),
		"a worker that died is missed after this long, and its tasks go to others; within the " +
			"broker's group.min and group.max.session.timeout.ms"},

	{"retention", "2160h",
		duration(func(c *Config) *durationField { return &c.Retention }, positive),
		"how long readings are kept after the window of the last custody that needs them"},
	{"retentionMax", "9600h",
		duration(func(c *Config) *durationField { return &c.RetentionMax }, positive),
		"how long readings are kept for a custody that is not final"},
	{"lead", "5m", duration(func(c *Config) *durationField { return &c.Lead }, notNegative),
		"how far the stream time of readings may run ahead of a record's timestamp"},
	{"progressInterval", "10s",
		duration(func(c *Config) *durationField { return &c.ProgressInterval }, positive),
		"an answer that only progressed is published at most this often"},
	{"hold", "10s", duration(func(c *Config) *durationField { return &c.Hold }, positive),
		"a task that catches up holds back what changed in an answer for at most this long"},
	{"catchUpLag", "50000", number(func(c *Config) *int { return &c.CatchUpLag }, 1, 1<<31-1),
		"a task that lags by more records than this catches up"},

	{"memory.total", "0", size(func(c *Config) *int64 { return &c.Memory.Total }, 0),
		"memory of the whole process, of which the other values of memory are shares; 0: half of " +
			"the container's limit, else a quarter of the machine's memory, 512MiB at most"},
	{"memory.dirty", "", size(func(c *Config) *int64 { return &c.Memory.Dirty }, 1),
		"committed state that waits for its write to disk, over all tasks; a crash replays it; by " +
			"default an eighth"},
	{"memory.cache", "", size(func(c *Config) *int64 { return &c.Memory.Cache }, 0),
		"blocks of the stores kept in memory, over all tasks; by default an eighth"},
	{"memory.cycle", "", size(func(c *Config) *int64 { return &c.Memory.Cycle }, 1),
		"what transactions under way change and send, over all threads; by default a sixteenth"},
	{"memory.fetch", "", size(func(c *Config) *int64 { return &c.Memory.Fetch }, 1),
		"what is read ahead of one broker, as it comes over the wire, over all threads; by " +
			"default 1/256"},
	{"memory.limit", "", size(func(c *Config) *int64 { return &c.Memory.Limit }, 0),
		"soft limit for the whole process, by which Go's collector works harder; 0: none; by " +
			"default nine tenths of the container's limit"},
	{"flush.age", "30s", duration(func(c *Config) *durationField { return &c.Flush.Age }, positive),
		"committed state is written to disk when it is this old"},
	{"cycle.records", "500000",
		number(func(c *Config) *int { return &c.Cycle.Records }, 1, 10_000_000),
		"most records in one transaction"},
	{"cycle.linger", "1s",
		duration(func(c *Config) *durationField { return &c.Cycle.Linger }, notNegative),
		"how long a transaction gathers records before it is committed, while there are more to " +
			"read; a tenth of it once there are none"},

	{"tls.enabled", "false", flag(func(c *Config) *bool { return &c.TLS.Enabled }),
		"speak TLS with the brokers"},
	{"tls.ca", "", text(func(c *Config) *string { return &c.TLS.CA }),
		"path of the certificates (PEM) that the brokers' must descend from; the system's by " +
			"default"},
	{"tls.cert", "", text(func(c *Config) *string { return &c.TLS.Cert }),
		"path of our certificate (PEM), for mutual TLS"},
	{"tls.key", "", text(func(c *Config) *string { return &c.TLS.Key }),
		"path of its key (PEM)"},

	{"sasl.mechanism", "",
		choice(func(c *Config) *string { return &c.SASL.Mechanism }, "PLAIN", "SCRAM-SHA-256",
			"SCRAM-SHA-512"),
		"how we log in to the brokers; not at all by default"},
	{"sasl.user", "", text(func(c *Config) *string { return &c.SASL.User }),
		"user to log in as"},
	{"sasl.password", "", secret(func(c *Config) *string { return &c.SASL.Password }),
		"its password; the variable keeps it out of the list of processes"},

	{"log.level", "info", level,
		"least severe line that is logged: debug, info, warn or error"},
	{"log.format", "text", choice(func(c *Config) *string { return &c.Log.Format }, "text", "json"),
		"text for people, json for machines"},
}

// Keys are all values there are, in the order in which they are shown.
func Keys() []Key {
	keys := make([]Key, len(settings))
	for i, s := range settings {
		keys[i] = Key{
			Name: s.name, Env: envName(s.name), Flag: flagName(s.name),
			Type: s.value.kind, Default: s.fallback, Help: s.help, Secret: s.value.secret,
		}
	}
	return keys
}

// totalKey ends the name of a value that stands for its whole group: the variable, the flag and, if
// it is the only one of the group, the key in the file go without it.
const totalKey = ".total"

// words splits a key's name: memory.dirty and progressInterval are two each.
func words(name string) []string {
	var spaced strings.Builder
	for _, c := range strings.TrimSuffix(name, totalKey) {
		switch {
		case c == '.':
			spaced.WriteByte(' ')
		case unicode.IsUpper(c):
			spaced.WriteByte(' ')
			spaced.WriteRune(unicode.ToLower(c))
		default:
			spaced.WriteRune(c)
		}
	}
	return strings.Fields(spaced.String())
}

// envPrefix begins every variable of ours.
const envPrefix = "COLDCHAIN_"

func envName(name string) string {
	return envPrefix + strings.ToUpper(strings.Join(words(name), "_"))
}

func flagName(name string) string { return strings.Join(words(name), "-") }
