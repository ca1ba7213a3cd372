package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"coldchain/internal/feed"
	"coldchain/joins/event"
)

// ingestPartitions is how many partitions files of events are judged by: as many as ingest creates.
const ingestPartitions = 4

// read takes all files in.
func (l *auditLog) read(ctx context.Context) error {
	c := l.command
	if len(c.Records) > 0 {
		return l.readLog(ctx)
	}
	l.partitions = c.Partitions
	if l.partitions == 0 {
		l.partitions = ingestPartitions
	}
	files := ingestCommand{Columns: c.Columns, topicNames: c.topicNames}
	for source, names := range [][]string{
		event.Orders: c.Orders, event.Voyages: c.Voyages, event.ContainerMetrics: c.Metrics,
	} {
		files.Topic, files.Type = c.all()[source], ""
		if event.Topic(source) == event.Voyages {
			files.Type = c.Type
		}
		var offset int64
		for _, name := range names {
			if err := l.readEvents(ctx, &files, name, event.Topic(source), &offset); err != nil {
				return err
			}
		}
	}
	return nil
}

// readEvents reads a file of events as ingest would write it. A row that ingest would refuse is
// told, with its line.
func (l *auditLog) readEvents(ctx context.Context, files *ingestCommand, name string,
	source event.Topic, offset *int64) error {
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("judge: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	for row, err := range files.rows(name, f) {
		var refused *feed.Refused
		switch {
		case errors.As(err, &refused):
			fmt.Fprintf(l.out.err, "%s, line %d: %s\n", name, refused.Line, refused.Reason)
			continue
		case err != nil:
			return fmt.Errorf("judge %s: %w", name, err)
		case ctx.Err() != nil:
			return ctx.Err()
		case row.Topic != files.Topic:
			continue // the file holds events of several topics
		}
		r := event.Record{Offset: *offset, Timestamp: row.Timestamp, Key: row.Key, Value: row.Value}
		*offset++
		if source == event.ContainerMetrics {
			r.Partition = l.home(row.Key)
		}
		l.records = append(l.records, auditRecord{source, r})
	}
	return nil
}

// readLog reads files of log records.
func (l *auditLog) readLog(ctx context.Context) error {
	c := l.command
	for _, name := range c.Records {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("judge: %w", err)
		}
		err = l.readRecords(ctx, name, feed.Log(f))
		_ = f.Close() // only read
		if err != nil {
			return err
		}
	}
	switch {
	case c.Partitions == 0:
		l.partitions = max(l.partitions, 1)
	case c.Partitions < l.partitions:
		return fmt.Errorf("--partitions is %d, but the records name %d of %s",
			c.Partitions, l.partitions, c.MetricsTopic)
	default:
		l.partitions = c.Partitions
	}
	return nil
}

func (l *auditLog) readRecords(ctx context.Context, name string, rows feed.Rows) error {
	topics := l.command.all()
	for row, err := range rows {
		if err != nil {
			return fmt.Errorf("judge %s: %w", name, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		source := slices.Index(topics, row.Topic)
		if source < 0 {
			return fmt.Errorf("judge %s, line %d: topic %q is none of %v; name the topics with "+
				"--orders-topic, --voyages-topic and --metrics-topic",
				name, row.Line, row.Topic, topics)
		}
		if event.Topic(source) == event.ContainerMetrics {
			l.partitions = max(l.partitions, row.Partition+1)
		}
		l.records = append(l.records, auditRecord{event.Topic(source), event.Record{
			Partition: row.Partition, Offset: row.Offset, Timestamp: row.Timestamp,
			Key: row.Key, Value: row.Value,
		}})
	}
	return nil
}
