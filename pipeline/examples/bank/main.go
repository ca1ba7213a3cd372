// Command bank runs the bank of package ledger: an example of the engine of pipeline with
// another job than the cold chain's, over another store. README.md beside it says how.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/pipeline"
	"coldchain/pipeline/examples/bank/ledger"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bank:", err)
		os.Exit(1)
	}
}

// bank is the command line.
type bank struct {
	brokers, group, state string
	partitions            int
}

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	var b bank
	flags := flag.NewFlagSet("bank", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&b.brokers, "brokers", "127.0.0.1:9092",
		"addresses of Kafka brokers, with commas")
	flags.StringVar(&b.group, "group", "bank",
		"name of the bank: consumer group, and beginning of its topics")
	flags.StringVar(&b.state, "state", "./bank-state", "folder of the stores")
	flags.IntVar(&b.partitions, "partitions", 3,
		"partitions of the topic of transfers, when put makes it")
	untilEnd := flags.Bool("until-end", false,
		"run: stop when every transfer that is there is booked")
	flags.Usage = func() {
		fmt.Fprintln(errs, "bank [flags] put | run | balances")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch flags.Arg(0) {
	case "put":
		return b.put(ctx, in)
	case "run":
		return b.run(ctx, *untilEnd, slog.New(slog.NewTextHandler(errs, nil)))
	case "balances":
		return b.balances(ctx, out)
	default:
		flags.Usage()
		return errors.New("say what to do: put, run or balances")
	}
}

func (b *bank) seeds() []string { return strings.Split(b.brokers, ",") }

// run is a worker of the bank. Start as many as you like, each with a state of its own.
func (b *bank) run(ctx context.Context, untilEnd bool, log *slog.Logger) error {
	if err := os.MkdirAll(b.state, 0o755); err != nil {
		return err
	}
	stores := &ledger.Files{Dir: b.state}
	options := pipeline.Options{Brokers: b.seeds(), OpenStore: stores.Open, Logger: log}
	e, err := pipeline.New(ledger.Topology(b.group), options)
	if err != nil {
		return err
	}
	if !untilEnd {
		return e.Run(ctx)
	}
	done, err := e.RunUntilEnd(ctx)
	log.Info("done", "records", done.Records)
	return err
}

// put produces a transfer for each line "id from:to:amount".
func (b *bank) put(ctx context.Context, in io.Reader) error {
	topic := b.group + "-transfers"
	cl, err := kgo.NewClient(kgo.SeedBrokers(b.seeds()...), kgo.DefaultProduceTopic(topic),
		kgo.UnknownTopicRetries(5),
		kgo.RecordPartitioner(kgo.StickyKeyPartitioner(nil))) // murmur2, as the topology says
	if err != nil {
		return err
	}
	defer cl.Close()
	keep := "-1" // a store is rebuilt from its inputs
	config := map[string]*string{"retention.ms": &keep}
	made, err := kadm.NewClient(cl).CreateTopic(ctx, int32(b.partitions), -1, config, topic)
	if err := errors.Join(err, made.Err); err != nil && !errors.Is(err, kerr.TopicAlreadyExists) {
		return fmt.Errorf("create topic %s: %w", topic, err)
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		id, transfer, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if id == "" {
			continue
		}
		r := kgo.KeySliceRecord([]byte(id), []byte(transfer))
		if err := cl.ProduceSync(ctx, r).FirstErr(); err != nil {
			return fmt.Errorf("produce %s: %w", id, err)
		}
	}
	return lines.Err()
}
