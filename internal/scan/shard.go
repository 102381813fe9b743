package scan

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
)

// Shard is one part of a scan that several machines share: the i-th of n takes
// every n-th input, beginning with the i-th. What each takes depends on the
// inputs' order alone, so that every machine must be given the same.
type Shard struct {
	Number int // from 1 to Of
	Of     int
}

// ParseShard reads "i/n", such as 1/3.
func ParseShard(text string) (Shard, error) {
	i, n, ok := strings.Cut(text, "/")
	number, err1 := strconv.Atoi(i)
	of, err2 := strconv.Atoi(n)
	if !ok || err1 != nil || err2 != nil {
		return Shard{}, errors.New("expected i/n, such as 1/3 for the first of three shards")
	}
	s := Shard{number, of}
	return s, s.check()
}

func (s Shard) check() error {
	switch {
	case s.Of < 1 || s.Of > finding.MaxShards:
		return fmt.Errorf("%d shards: expected 1 to %d", s.Of, finding.MaxShards)
	case s.Number < 1 || s.Number > s.Of:
		return fmt.Errorf("shard %d of %d: expected 1 to %d, since shards count from 1", s.Number, s.Of, s.Of)
	}
	return nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }

// of takes the shard's share.
func (s Shard) of(inputs []input) []input {
	if s == (Shard{}) {
		return inputs
	}
	var share []input
	for i := s.Number - 1; i < len(inputs); i += s.Of {
		share = append(share, inputs[i])
	}
	return share
}

func (s Shard) report(inputs int) *finding.Shard {
	if s == (Shard{}) {
		return nil
	}
	return &finding.Shard{Number: s.Number, Of: s.Of, Inputs: inputs}
}
