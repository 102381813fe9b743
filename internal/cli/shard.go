package cli

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// shardFlag is the flag --shard: i/n, or auto for what the CI system says.
//
// The environment counts only when somebody asks for it. A runner sets these
// variables for its own reasons, and half a scan must not pass for a whole one.
type shardFlag struct {
	auto  bool
	fixed scan.Shard
}

func (s *shardFlag) add(c *cobra.Command) {
	c.Flags().Var(s, "shard", "scan every n-th input alone, beginning with the i-th, for merge to join; auto takes i/n from the environment")
	complete(c, "shard", []string{"auto"})
}

func (*shardFlag) Type() string   { return "i/n|auto" }
func (*shardFlag) String() string { return "" }
func (s *shardFlag) Set(text string) error {
	if text == "auto" {
		*s = shardFlag{auto: true}
		return nil
	}
	fixed, err := scan.ParseShard(text)
	if err == nil {
		*s = shardFlag{fixed: fixed}
	}
	return err
}

// The variables of --shard auto. Kubernetes tells a pod of an Indexed Job its
// index, from 0, and not how many there are: that is for the job's author.
// GitLab counts from 1, and sets the total alone where a job is not parallel.
const (
	jobIndex  = "JOB_COMPLETION_INDEX"
	jobTotal  = "CISBENCH_SHARD_TOTAL"
	nodeIndex = "CI_NODE_INDEX"
	nodeTotal = "CI_NODE_TOTAL"
)

// shard is the part to scan; the zero Shard is all.
func (s *shardFlag) shard(env func(string) string) (scan.Shard, error) {
	if !s.auto {
		return s.fixed, nil
	}
	shard, err := automatic(env)
	if err != nil {
		return scan.Shard{}, fmt.Errorf("--shard auto: %w", err)
	}
	return shard, nil
}

func automatic(env func(string) string) (scan.Shard, error) {
	switch {
	case env(jobTotal) != "" && env(jobIndex) != "":
		index, err := strconv.Atoi(env(jobIndex))
		if err != nil {
			return scan.Shard{}, fmt.Errorf("%s: expected a number from 0", jobIndex)
		}
		return parsed(jobIndex+" and "+jobTotal, strconv.Itoa(index+1), env(jobTotal))
	case env(jobIndex) != "":
		return scan.Shard{}, fmt.Errorf("%s is set and %s is not: expected the job's completions there", jobIndex, jobTotal)
	case env(jobTotal) != "":
		return scan.Shard{}, fmt.Errorf("%s is set and %s is not: expected a job with completionMode: Indexed, which sets it", jobTotal, jobIndex)
	case env(nodeIndex) == "" && env(nodeTotal) == "1":
		return scan.Shard{Number: 1, Of: 1}, nil
	case env(nodeIndex) != "" && env(nodeTotal) != "":
		return parsed(nodeIndex+" and "+nodeTotal, env(nodeIndex), env(nodeTotal))
	}
	return scan.Shard{}, errors.New("expected " + nodeIndex + " and " + nodeTotal + " (GitLab: parallel), or " +
		jobIndex + " and " + jobTotal + " (a Kubernetes Indexed Job); elsewhere give i/n")
}

func parsed(names, number, of string) (scan.Shard, error) {
	shard, err := scan.ParseShard(number + "/" + of)
	if err != nil {
		return scan.Shard{}, fmt.Errorf("%s: %w", names, err)
	}
	return shard, nil
}
