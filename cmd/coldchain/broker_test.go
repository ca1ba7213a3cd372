package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

func TestBrokerKeepsItsData(t *testing.T) {
	dir := t.TempDir()
	b, err := startBroker("127.0.0.1:0", dir)
	if err != nil {
		t.Fatal(err)
	}
	addr := b.ListenAddrs()[0]
	code, out, errs := invoke(t, "ingest", "--brokers", addr, "--topic", "orders",
		file(t, "a.jsonl", `{"type":"OrderCreated","orderID":"O-1"}`))
	b.Close()
	if code != 0 {
		t.Fatalf("%s%s", out, errs)
	}
	again, err := startBroker(addr, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if r := consume(t, addr, "orders", 1)[0]; string(r.Key) != "O-1" {
		t.Errorf("key %s after the restart", r.Key)
	}
}

func TestBrokerSaysWhatItIs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	said, done := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- brokerCommand{Listen: "127.0.0.1:0"}.Run(ctx, streams{io.Discard, done})
		_ = done.Close()
	}()
	buf := make([]byte, 1024)
	n, err := said.Read(buf)
	if err != nil || !strings.Contains(string(buf[:n]), "not for production") {
		t.Errorf("%s (%v)", buf[:n], err)
	}
	cancel()
	if _, err := io.Copy(io.Discard, said); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestBrokerAddresses(t *testing.T) {
	for _, addr := range []string{"9092", ":9092", "0.0.0.0:9092", "[::]:9092"} {
		if b, err := startBroker(addr, ""); err == nil {
			b.Close()
			t.Errorf("%s is accepted", addr)
		}
	}
}

func TestSimulate(t *testing.T) {
	addr := broker(t)
	code, _, errs := invoke(t, "simulate", "--brokers", addr, "--containers", "6", "--prelude",
		"48h", "--for", "1s", "--partitions", "2")
	if code != 0 || !strings.Contains(errs, "Simulating 6 containers") {
		t.Fatalf("%d: %s", code, errs)
	}
	for topic, n := range map[string]int{
		"orders": 6, "voyages": 4, "container-metrics": 6 * 4 * 40,
	} {
		now := time.Now()
		for _, r := range consume(t, addr, topic, n) {
			if r.Timestamp.After(now) {
				t.Fatalf("a record of %s is from the future: %v", topic, r.Timestamp)
			}
		}
	}
}
