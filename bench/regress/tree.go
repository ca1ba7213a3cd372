package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// tree is a checkout with its test programs, by package.
type tree struct {
	name     string // of the file of what is measured
	root     string
	programs map[string]string
}

// git runs git and returns what it says.
func git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, errs.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}

// baseCommit is the commit to compare with.
func (o *options) baseCommit(ctx context.Context) (string, error) {
	if o.base != "" {
		return git(ctx, "rev-parse", "--verify", o.base+"^{commit}")
	}
	head, err := git(ctx, "rev-parse", "HEAD")
	if err != nil {
		return "", err
	}
	fork, err := git(ctx, "merge-base", "origin/main", "HEAD")
	if err == nil && fork != head {
		return fork, nil
	}
	changes, err := git(ctx, "status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return "", err
	}
	if changes != "" {
		return head, nil
	}
	return git(ctx, "rev-parse", "--verify", "HEAD~^{commit}")
}

// trees builds the test programs of the base and of the working tree. remove deletes what was made.
func (o *options) trees(ctx context.Context) (trees [2]*tree, remove func() error, err error) {
	base, err := o.baseCommit(ctx)
	if err != nil {
		return trees, nil, err
	}
	root, err := git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return trees, nil, err
	}
	dir, err := os.MkdirTemp("", "regress-")
	if err != nil {
		return trees, nil, fmt.Errorf("make a folder for the base: %w", err)
	}
	checkout := filepath.Join(dir, "base")
	remove = func() error {
		// Also after the context ended.
		_, err := git(context.WithoutCancel(ctx), "worktree", "remove", "--force", checkout)
		return errors.Join(err, os.RemoveAll(dir))
	}
	if _, err := git(ctx, "worktree", "add", "--detach", checkout, base); err != nil {
		return trees, nil, errors.Join(err, os.RemoveAll(dir))
	}
	fmt.Fprintf(o.log, "base %.12s, head %s\n", base, root)
	trees = [2]*tree{{name: "base", root: checkout}, {name: "head", root: root}}
	for _, t := range trees {
		if err := t.build(ctx, filepath.Join(dir, t.name+"-programs"), o.packages); err != nil {
			return trees, nil, errors.Join(err, remove())
		}
	}
	return trees, remove, nil
}

// build builds the test programs. A package that is not there, or has no tests, has none.
func (t *tree) build(ctx context.Context, into string, packages []string) error {
	t.programs = map[string]string{}
	if err := os.MkdirAll(into, 0o755); err != nil {
		return fmt.Errorf("make a folder for test programs: %w", err)
	}
	for i, p := range packages {
		if _, err := os.Stat(filepath.Join(t.root, p)); err != nil {
			continue
		}
		program := filepath.Join(into, fmt.Sprint(i))
		cmd := exec.CommandContext(ctx, "go", "test", "-c", "-o", program, p)
		cmd.Dir = t.root
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build the tests of %s in %s: %w\n%s", p, t.root, err, out)
		}
		if _, err := os.Stat(program); err == nil {
			t.programs[p] = program
		}
	}
	return nil
}
