package main

import (
	"context"
	"fmt"
	"net"

	"github.com/twmb/franz-go/pkg/kfake"
)

type brokerCommand struct {
	Listen string `help:"Address to listen on; clients are told the same (default ${default})." default:"127.0.0.1:9092" placeholder:"ADDR"`
	Data   string `help:"Directory to keep the topics in; without it they are gone at the end." placeholder:"DIR" type:"path"`
}

// Run serves until the context ends.
func (c brokerCommand) Run(ctx context.Context, s streams) error {
	broker, err := startBroker(c.Listen, c.Data)
	if err != nil {
		return err
	}
	defer broker.Close()
	fmt.Fprintf(s.err, "Broker for trials at %s. "+
		"It is not for production: one process, no replication", broker.ListenAddrs()[0])
	if c.Data == "" {
		fmt.Fprint(s.err, ", nothing kept (--data DIR keeps the topics)")
	}
	fmt.Fprintln(s.err, ". Ctrl-C ends it.")
	<-ctx.Done()
	return nil
}

// startBroker starts the embedded broker at an address, which it also tells clients; port 0 is any.
// Topics are not made by being asked for. data "" keeps them in memory.
func startBroker(addr, data string) (*kfake.Cluster, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w; an address is host:port", addr, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return nil, fmt.Errorf("listen on %q: clients are told this address, so it must name "+
			"one host, for example 127.0.0.1:9092", addr)
	}
	options := []kfake.Opt{
		kfake.NumBrokers(1),
		kfake.ListenFn(func(network, _ string) (net.Listener, error) {
			return net.Listen(network, addr)
		}),
	}
	if data != "" {
		options = append(options, kfake.DataDir(data))
	}
	broker, err := kfake.NewCluster(options...)
	if err != nil {
		return nil, fmt.Errorf("start the broker at %s: %w", addr, err)
	}
	return broker, nil
}
