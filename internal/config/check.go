package config

import (
	"errors"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
)

func notEmpty(s string) error {
	if s == "" {
		return errors.New("must not be empty")
	}
	return nil
}

// topicName is what Kafka takes as the name of a topic.
func topicName(s string) error {
	legal := !strings.ContainsFunc(s, func(c rune) bool {
		return c != '.' && c != '_' && c != '-' &&
			(c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
	})
	if s == "" || len(s) > 200 || s == "." || s == ".." || !legal {
		return errors.New(
			"must be 1 to 200 letters, digits, dots, dashes and underscores, as Kafka wants it")
	}
	return nil
}

// address is host:port.
func address(s string) error {
	host, port, err := net.SplitHostPort(s)
	n, portErr := strconv.ParseUint(port, 10, 16)
	if err != nil || portErr != nil || host == "" || n == 0 {
		return errors.New("must be host:port, such as kafka-1:9092")
	}
	return nil
}

// listenAddress is host:port; without a host it is all interfaces, with port 0
// any that is free.
func listenAddress(s string) error {
	_, port, err := net.SplitHostPort(s)
	if _, portErr := strconv.ParseUint(port, 10, 16); err != nil || portErr != nil {
		return errors.New("must be host:port, such as 127.0.0.1:8080, or :8080 for all interfaces")
	}
	return nil
}

// derive fills in what follows from other values where it was not given.
func (c *Config) derive() {
	if c.Threads == 0 {
		c.Threads = runtime.GOMAXPROCS(0)
	}
	if c.Advertise == "" {
		c.Advertise = reachable(c.Listen)
	}
	given := func(name string) bool { return c.entries[name].text != "" }
	for _, name := range c.Memory.derive(given) {
		if e := c.entries[name]; e.origin == "default" {
			c.entries[name] = entry{e.text, "derived"}
		}
	}
}

// reachable is the address at which others find who listens there.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err != nil || host != "" && (ip == nil || !ip.IsUnspecified()) {
		return listen
	}
	name, err := os.Hostname()
	if err != nil {
		return listen
	}
	return net.JoinHostPort(name, port)
}

// checkTogether is what can only be said of several values at once.
func (l *loader) checkTogether() {
	c := l.config
	given := func(name string) string { return name + " (" + c.Origin(name) + ")" }

	names := map[string]string{}
	for _, s := range []struct{ key, topic string }{
		{"topics.orders", c.Topics.Orders}, {"topics.voyages", c.Topics.Voyages},
		{"topics.metrics", c.Topics.Metrics}, {"topics.compliance", c.Topics.Compliance},
	} {
		if other := names[s.topic]; other != "" {
			l.wrong("", "%s and %s are the same topic, %q: give each its own",
				given(other), given(s.key), s.topic)
		}
		names[s.topic] = s.key
	}

	if !c.TLS.Enabled {
		for _, name := range []string{"tls.ca", "tls.cert", "tls.key"} {
			if c.entries[name].text != "" {
				l.wrong("", "%s has no effect: set tls.enabled to true", given(name))
			}
		}
	}
	if (c.TLS.Cert == "") != (c.TLS.Key == "") {
		l.wrong("", "tls.cert and tls.key belong together: give both or none")
	}

	if c.SASL.Mechanism == "" {
		for _, name := range []string{"sasl.user", "sasl.password"} {
			if c.entries[name].text != "" {
				l.wrong("", "%s has no effect: set sasl.mechanism", given(name))
			}
		}
	} else if c.SASL.User == "" || c.SASL.Password == "" {
		l.wrong("", "%s needs sasl.user and sasl.password: set them, the password best as %s",
			given("sasl.mechanism"), envName("sasl.password"))
	}

	if err := c.Memory.check(); err != nil {
		l.wrong("", "%v", err)
	}
}
