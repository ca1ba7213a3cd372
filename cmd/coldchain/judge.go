package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"coldchain/joins"
	"coldchain/joins/event"
	"coldchain/joins/rule"
	"coldchain/pipeline"
)

type judgeCommand struct {
	Rules       string        `help:"Rule book (YAML or JSON)." required:"" placeholder:"FILE" type:"existingfile"`
	Records     []string      `help:"Log records of all topics, {topic, partition, offset, timestamp, key, value} a line." placeholder:"FILE" type:"existingfile"`
	Orders      []string      `help:"Order events, one a line." placeholder:"FILE" type:"existingfile"`
	Voyages     []string      `help:"Voyage events, one a line." placeholder:"FILE" type:"existingfile"`
	Metrics     []string      `help:"Readings: events, one a line, or a table (*.csv)." placeholder:"FILE" type:"existingfile"`
	Partitions  int32         `help:"Partitions of the topic of readings; 0: the greatest that a record names, plus one, or 4 for files of events." default:"0"`
	Partitioner string        `help:"How the producers of readings choose a partition: murmur2, crc32 or fnv1a (default ${default})." default:"murmur2"`
	Words       bool          `help:"Print the answers in words, not as JSON, one a line."`
	Errors      string        `help:"Write the refused records here, {topic, partition, offset, code} a line." placeholder:"FILE"`
	Columns     string        `help:"Columns of CSV files, such as time,containerID,temperature,setPoint,-,door; - is one to skip." placeholder:"LIST"`
	Type        string        `help:"Type of voyage events that have none, such as VoyageScheduled." placeholder:"TYPE"`
	ZoneOrders  string        `help:"Zone of times in orders that say none (default UTC)." placeholder:"ZONE"`
	ZoneVoyages string        `help:"The same for voyages." placeholder:"ZONE"`
	ZoneMetrics string        `help:"The same for readings." placeholder:"ZONE"`
	Lead        time.Duration `help:"How far the stream time may run ahead of a record's timestamp." default:"5m"`
	topicNames  `embed:""`
}

// Validate is called by the parser.
func (c *judgeCommand) Validate() error {
	events := len(c.Orders) + len(c.Voyages) + len(c.Metrics)
	switch {
	case len(c.Records) == 0 && events == 0:
		return errors.New("nothing to judge: give --records, or --orders, --voyages and --metrics")
	case len(c.Records) > 0 && events > 0:
		return errors.New(
			"--records holds all topics: --orders, --voyages and --metrics don't go with it")
	case c.Partitions < 0:
		return errors.New("--partitions is at least 1, or 0 for as many as the records name")
	}
	return nil
}

// Run judges the records by the folds of the worker and prints the answers.
func (c judgeCommand) Run(ctx context.Context, s streams) (err error) {
	text, err := os.ReadFile(c.Rules)
	if err != nil {
		return fmt.Errorf("read the rule book: %w", err)
	}
	book, err := rule.ParseBook(text)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Rules, err)
	}
	for _, w := range book.Warnings() {
		fmt.Fprintf(s.err, "%s: %s\n", c.Rules, w)
	}
	partitioner, err := pipeline.ParsePartitioner(c.Partitioner)
	if err != nil {
		return err
	}
	zones, err := c.zones()
	if err != nil {
		return err
	}
	l := &auditLog{command: &c, partitioner: partitioner, out: s}
	if err := l.read(ctx); err != nil {
		return err
	}
	a, err := joins.NewAudit(joins.Settings{Book: book, Zone: zones, Lead: c.Lead.Milliseconds()},
		int(l.partitions), l.home)
	if err != nil {
		return err
	}
	refused, err := l.fold(ctx, a)
	if err != nil {
		return err
	}
	if err := c.writeRefused(refused); err != nil {
		return err
	}
	answers := newAnswerPrinter(s, c.Words)
	if err := answers.finish(a.Finish(answers.print)); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%d orders judged from %d records, %d refused.\n", answers.count,
		len(l.records), len(refused))
	return nil
}

func (c judgeCommand) zones() (zones [3]*time.Location, err error) {
	for i, name := range []string{c.ZoneOrders, c.ZoneVoyages, c.ZoneMetrics} {
		if zones[i], err = time.LoadLocation(name); err != nil {
			return zones, fmt.Errorf("zone %q: %w; use a name such as Europe/Oslo", name, err)
		}
	}
	return zones, nil
}

// refusal is a line of the file of refused records.
type refusal struct {
	Topic     string     `json:"topic"`
	Partition int32      `json:"partition"`
	Offset    int64      `json:"offset"`
	Code      event.Code `json:"code"`
}

// writeRefused writes the refused records by topic, partition and offset.
func (c judgeCommand) writeRefused(refused []refusal) error {
	if c.Errors == "" {
		return nil
	}
	slices.SortFunc(refused, func(a, b refusal) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Partition, b.Partition),
			cmp.Compare(a.Offset, b.Offset))
	})
	f, err := os.Create(c.Errors)
	if err != nil {
		return fmt.Errorf("write the refused records: %w", err)
	}
	out := bufio.NewWriter(f)
	enc := json.NewEncoder(out)
	for _, r := range refused {
		if err := enc.Encode(r); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(out.Flush(), f.Close()); err != nil {
		return fmt.Errorf("write the refused records: %w", err)
	}
	return nil
}

// auditLog is the log that is judged: all records, in memory.
type auditLog struct {
	command     *judgeCommand
	partitioner pipeline.Partitioner
	out         streams
	records     []auditRecord
	partitions  int32
}

type auditRecord struct {
	source event.Topic
	event.Record
}

func (l *auditLog) home(containerID []byte) int32 {
	return l.partitioner.Partition(containerID, l.partitions)
}

// fold hands the records to the audit, in the order of their offsets, and returns those that were
// refused.
func (l *auditLog) fold(ctx context.Context, a *joins.Audit) (refused []refusal, err error) {
	slices.SortStableFunc(l.records, func(a, b auditRecord) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.Offset, b.Offset),
			cmp.Compare(a.Partition, b.Partition))
	})
	topics := l.command.all()
	for i := range l.records {
		if i%10_000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := &l.records[i]
		code, err := a.Add(r.source, &r.Record)
		if err != nil {
			return nil, err
		}
		if code != "" {
			refused = append(refused, refusal{topics[r.source], r.Partition, r.Offset, code})
		}
	}
	return refused, nil
}
