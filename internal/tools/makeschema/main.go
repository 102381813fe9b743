// Command makeschema writes internal/source/schema/schema.json: what the real
// providers say of the types that the controls read. Beside it, others.zip has the
// other types of resources, for users' own controls. It needs no credentials;
// see ../providers for where the providers come from.
//
//	go run ./makeschema            write the files
//	go run ./makeschema -o FILE    write them there instead
//
// It is no part of what is shipped, and its output is committed: run it when a
// control reads another type, and read the diff.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/tools/providers"
)

func main() {
	out := flag.String("o", "", "file to write, in place of internal/source/schema/schema.json")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out); err != nil {
		fmt.Fprintln(os.Stderr, "makeschema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string) error {
	root, err := providers.Root()
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Join(root, "internal", "source", "schema", "schema.json")
	}
	wanted, err := wantedTypes(ctx, root)
	if err != nil {
		return err
	}
	found, err := providers.Real(ctx, root)
	if err != nil {
		return fmt.Errorf("gathering providers: %w", err) // by these words a test knows that it cannot run
	}
	schemas, err := ask(ctx, found)
	if err != nil {
		return err
	}
	table, err := newTable(schemas, wanted, computedBlocks())
	if err != nil {
		return err
	}
	others, err := newTable(schemas, unwanted(schemas, wanted), nil)
	if err != nil {
		return err
	}
	packed, err := others.pack()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(out), "others.zip"), packed, 0o644); err != nil {
		return err
	}
	return os.WriteFile(out, table.encode(found, time.Now().UTC().Format(time.DateOnly), secrets(schemas)), 0o644)
}
