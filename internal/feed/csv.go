package feed

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Skip is the name of a column that is not read.
const Skip = "-"

// columnNames are the fields of a reading that a column can hold.
var columnNames = []string{
	"time", "containerID", "sensor", "temperature", "setPoint", "humidity", "co2", "o2", "power",
	"door", "defrost", "latitude", "longitude",
}

// DefaultColumns are those of the reference implementation's simulator.
var DefaultColumns = []string{
	"time", "containerID", "temperature", "setPoint", Skip, Skip, Skip, "humidity", "co2",
	"door", Skip, Skip,
}

// headerNames are what that simulator's header calls them, lower case and without the unit in
// parentheses.
var headerNames = map[string]string{
	"timestamp": "time", "id": "containerID", "target_temperature": "setPoint", "door_open": "door",
	"defrost_on": "defrost",
}

// ParseColumns reads a list of column names: each a field of a reading, or - for a column that is
// not read.
func ParseColumns(list string) ([]string, error) {
	columns := strings.Split(list, ",")
	seen := map[string]bool{}
	for i, c := range columns {
		c = strings.TrimSpace(c)
		columns[i] = c
		if c != Skip && !slices.Contains(columnNames, c) {
			return nil, fmt.Errorf("column %q is not a field of a reading; "+
				"there are %s, and %s for a column to skip",
				c, strings.Join(columnNames, ", "), Skip)
		}
		if c != Skip && seen[c] {
			return nil, fmt.Errorf("column %q is named twice", c)
		}
		seen[c] = true
	}
	for _, need := range []string{"time", "containerID"} {
		if !seen[need] {
			return nil, fmt.Errorf("no column is %q", need)
		}
	}
	return columns, nil
}

// CSV reads a table of readings of the named topic. columns says what each column holds; nil: as
// the header says, or DefaultColumns where the file has none. The first line is a header if its
// time column names no time, that is, has no digit.
func CSV(r io.Reader, topic string, columns []string, check Check) Rows {
	return func(yield func(Row, error) bool) {
		table := csv.NewReader(r)
		table.FieldsPerRecord = -1
		table.ReuseRecord = true
		table.TrimLeadingSpace = true
		for first := true; ; first = false {
			fields, err := table.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			var bad *csv.ParseError
			switch {
			case errors.As(err, &bad):
				if !yield(Row{}, refuse(bad.Line, "not CSV: %v", bad.Err)) {
					return
				}
				continue
			case err != nil:
				yield(Row{}, fmt.Errorf("read CSV: %w", err))
				return
			}
			if first {
				fields[0] = strings.TrimPrefix(fields[0], "\ufeff")
				header := isHeader(fields, columns)
				switch {
				case header && columns == nil:
					if columns, err = fromHeader(fields); err != nil {
						yield(Row{}, err)
						return
					}
				case columns == nil:
					columns = DefaultColumns
				}
				if header {
					continue
				}
			}
			line, _ := table.FieldPos(0)
			row, err := readingRow(line, topic, fields, columns, check)
			if !yield(row, err) {
				return
			}
		}
	}
}

func isHeader(fields, columns []string) bool {
	at := max(0, slices.Index(columns, "time"))
	return at < len(fields) && !strings.ContainsAny(fields[at], "0123456789")
}

// fromHeader finds the columns by their names; those it does not know are skipped.
func fromHeader(fields []string) ([]string, error) {
	columns := make([]string, len(fields))
	for i, f := range fields {
		name, _, _ := strings.Cut(f, "(")
		name = strings.TrimSpace(name)
		columns[i] = Skip
		if known, ok := headerNames[strings.ToLower(name)]; ok {
			columns[i] = known
			continue
		}
		for _, c := range columnNames {
			if strings.EqualFold(name, c) {
				columns[i] = c
			}
		}
	}
	if _, err := ParseColumns(strings.Join(columns, ",")); err != nil {
		return nil, fmt.Errorf("header of the table: %w; say what the columns are with --columns",
			err)
	}
	return columns, nil
}

// readingRow makes the reading of one line and checks it.
func readingRow(line int, topic string, fields, columns []string, check Check) (Row, error) {
	if len(fields) != len(columns) {
		return Row{}, refuse(line, "%d columns, not %d", len(fields), len(columns))
	}
	row := Row{Line: line, Topic: topic, Partition: AnyPartition}
	row.Value = append(row.Value, `{"type":"ContainerMetric"`...)
	for i, c := range columns {
		text := strings.TrimSpace(fields[i])
		if c == Skip || text == "" {
			continue
		}
		if c == "containerID" {
			row.Key = []byte(text)
		}
		row.Value = append(row.Value, ',', '"')
		row.Value = append(row.Value, c...)
		row.Value = append(row.Value, '"', ':')
		row.Value = append(row.Value, fieldValue(c, text)...)
	}
	row.Value = append(row.Value, '}')
	return checked(row, check)
}

// fieldValue is the JSON of one field. What is not of the field's form stays a string, for the
// check to refuse.
func fieldValue(column, text string) string {
	switch column {
	case "time", "containerID", "sensor":
		return quoted(text)
	case "door", "defrost":
		switch strings.ToLower(text) {
		case "1", "true":
			return "true"
		case "0", "false":
			return "false"
		}
		return quoted(text)
	}
	if (text[0] == '-' || text[0] >= '0' && text[0] <= '9') && json.Valid([]byte(text)) {
		return text
	}
	return quoted(text)
}

func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil { // a string is always encodable
		return `""`
	}
	return string(b)
}
