package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"coldchain/internal/config"
)

// configFlags are the flags of the configuration: one for each of its keys, made from their table,
// so that none is written twice.
type configFlags struct {
	Config       string `help:"Configuration file (YAML)." placeholder:"FILE"`
	kong.Plugins        // a pointer to a struct with one *string a key
}

func newConfigFlags() configFlags {
	keys := config.Keys()
	fields := make([]reflect.StructField, len(keys))
	for i, k := range keys {
		help := k.Help
		if k.Default != "" {
			help += " (default " + k.Default + ")"
		}
		tag := fmt.Sprintf(`name:%q help:%q placeholder:%q`, k.Flag, help, strings.ToUpper(k.Type))
		fields[i] = reflect.StructField{
			Name: fmt.Sprintf("Key%d", i), Type: reflect.TypeFor[*string](),
			Tag: reflect.StructTag(tag),
		}
	}
	return configFlags{Plugins: kong.Plugins{reflect.New(reflect.StructOf(fields)).Interface()}}
}

// given are the texts of the flags that were given, by the names of the keys.
func (f *configFlags) given() map[string]string {
	values := reflect.ValueOf(f.Plugins[0]).Elem()
	texts := map[string]string{}
	for i, k := range config.Keys() {
		if text := values.Field(i).Interface().(*string); text != nil {
			texts[k.Name] = *text
		}
	}
	return texts
}

// load puts the configuration together; required are the keys that must have a value. An error is a
// usageError.
func (f *configFlags) load(required ...string) (*config.Config, error) {
	loaded, err := config.Load(f.Config, os.Environ(), f.given(), required...)
	if err != nil {
		return nil, &usageError{err}
	}
	return loaded, nil
}

// newLogger logs as the configuration says.
func newLogger(c *config.Config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.Log.Level}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

type configCommand struct {
	Print configPrintCommand `cmd:"" help:"Print each value of a worker's configuration and where it comes from."`
}

type configPrintCommand struct {
	configFlags
	JSON bool `name:"json" help:"Print it as JSON."`
}

// Run prints the configuration that run would have.
func (c *configPrintCommand) Run(s streams) error {
	loaded, err := c.load()
	if err != nil {
		return err
	}
	return loaded.Print(s.out, c.JSON)
}
