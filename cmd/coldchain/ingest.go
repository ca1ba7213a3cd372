package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"coldchain/internal/feed"
)

type ingestCommand struct {
	Files      []string `arg:"" name:"file" help:"Files: *.csv is a table of readings; all else is JSON, an array of events or one event a line." type:"existingfile"`
	Brokers    string   `help:"Brokers of the cluster, separated by commas (default ${default})." default:"127.0.0.1:9092" placeholder:"ADDR,…"`
	Partitions int32    `help:"Partitions of topics that are missing; they are created and kept for ever. 0: 4, or with --records as many as the records name; with --records it counts for the readings alone." default:"0"`
	Records    bool     `help:"The files are log records, {topic, partition, offset, timestamp, key, value} a line: write each to its partition, in the order of the offsets, unchecked."`
	Columns    string   `help:"Columns of CSV files, such as time,containerID,temperature,setPoint,-,door; - is one to skip." placeholder:"LIST"`
	Topic      string   `help:"Topic of events that don't name theirs." placeholder:"NAME"`
	Type       string   `help:"Type of events that have none, such as VoyageScheduled." placeholder:"TYPE"`
	JSON       bool     `name:"json" help:"Print the summary as JSON."`
	topicNames `embed:""`
}

// Validate is called by the parser.
func (c *ingestCommand) Validate() error {
	if c.Partitions < 0 {
		return errors.New("--partitions is not negative")
	}
	if c.Records && (c.Columns != "" || c.Topic != "" || c.Type != "") {
		return errors.New(
			"--records takes records as they are: --columns, --topic and --type don't go with it")
	}
	if c.Columns != "" {
		_, err := feed.ParseColumns(c.Columns)
		return err
	}
	return nil
}

// Run writes the files into the topics, one after the other.
func (c ingestCommand) Run(ctx context.Context, s streams) error {
	create, need, unsorted, err := c.partitions()
	if err != nil {
		return err
	}
	var options []kgo.Opt
	if c.Records {
		options = append(options, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	}
	w, err := newWriter(splitBrokers(c.Brokers), options...)
	if err != nil {
		return err
	}
	defer w.close()
	if err := ensureTopics(ctx, w.client, create, need); err != nil {
		return err
	}
	size, err := sizeOf(c.Files)
	if err != nil {
		return err
	}
	r := newIngestReport(s, c.JSON, size)
	defer r.stop()
	for _, file := range c.Files {
		if err := c.file(ctx, w, file, unsorted[file], r); err != nil {
			return err
		}
	}
	if err := w.flush(ctx); err != nil {
		return err
	}
	return r.finish(w.counts())
}

// partitions is how many partitions each topic is created with where it is missing, and how many it
// must have. unsorted are the files of records that are not in the order of their offsets.
func (c ingestCommand) partitions() (
	create, need map[string]int32, unsorted map[string]bool, err error,
) {
	create, need, unsorted = map[string]int32{}, map[string]int32{}, map[string]bool{}
	if !c.Records {
		n := c.Partitions
		if n == 0 {
			n = ingestPartitions
		}
		for _, name := range c.all() {
			create[name] = n
		}
		if c.Topic != "" {
			create[c.Topic] = n
		}
		return create, need, unsorted, nil
	}
	// Records lie where their producers' partitioner put them: a topic with other partitions than
	// those would be another log.
	for _, name := range c.all() {
		create[name] = 1
	}
	create[c.MetricsTopic] = max(1, c.Partitions)
	for _, file := range c.Files {
		f, err := os.Open(file)
		if err != nil {
			return nil, nil, nil, fmt.Errorf("read the records: %w", err)
		}
		named, ascending, err := feed.Survey(feed.Log(f))
		_ = f.Close() // only read
		if err != nil {
			return nil, nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		unsorted[file] = !ascending
		for topic, n := range named {
			need[topic] = max(need[topic], n)
			create[topic] = max(create[topic], n)
		}
	}
	return create, need, unsorted, nil
}

// file writes one file.
func (c ingestCommand) file(ctx context.Context, w *writer, file string, unsorted bool,
	r *ingestReport) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("ingest: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	r.begin(file)
	rows := c.rows(file, r.reading(f))
	if unsorted {
		rows = feed.ByOffset(rows)
	}
	for row, err := range rows {
		var refused *feed.Refused
		switch {
		case errors.As(err, &refused):
			r.refuse(file, refused)
			continue
		case err != nil:
			return fmt.Errorf("ingest %s: %w", file, err)
		}
		w.send(ctx, &kgo.Record{Topic: row.Topic, Partition: row.Partition, Key: row.Key,
			Value: row.Value, Timestamp: time.UnixMilli(row.Timestamp)})
		if err := errors.Join(ctx.Err(), w.failed()); err != nil {
			return fmt.Errorf("ingest %s, line %d: %w", file, row.Line, err)
		}
	}
	return nil
}

// rows are those of a file of any form.
func (c ingestCommand) rows(file string, r io.Reader) feed.Rows {
	if c.Records {
		return feed.Log(r)
	}
	check := feed.NewCheck(map[string]feed.Kind{
		c.OrdersTopic: feed.Orders, c.VoyagesTopic: feed.Voyages, c.MetricsTopic: feed.Metrics,
	}, func() int64 { return time.Now().UnixMilli() })
	events := feed.Events{Topic: c.Topic, Type: c.Type}
	if strings.EqualFold(filepath.Ext(file), ".csv") {
		topic := c.MetricsTopic
		if c.Topic != "" {
			topic = c.Topic
		}
		var columns []string
		if c.Columns != "" {
			columns, _ = feed.ParseColumns(c.Columns) // Validate has seen it
		}
		return feed.CSV(r, topic, columns, check)
	}
	buffered := bufio.NewReader(r)
	if beginsArray(buffered) {
		return events.Array(buffered, check)
	}
	return events.Lines(buffered, check)
}

// beginsArray tells whether the first thing in a file is a JSON array, within the first few
// kilobytes.
func beginsArray(r *bufio.Reader) bool {
	for n := 1; n <= r.Size(); n++ {
		head, err := r.Peek(n)
		if err != nil {
			return false
		}
		switch head[n-1] {
		case ' ', '\t', '\r', '\n', 0xef, 0xbb, 0xbf: // spaces, a byte order mark
		default:
			return head[n-1] == '['
		}
	}
	return false
}

func sizeOf(files []string) (int64, error) {
	var size int64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return 0, fmt.Errorf("ingest: %w", err)
		}
		size += info.Size()
	}
	return size, nil
}
