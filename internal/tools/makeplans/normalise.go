package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// normalise takes out of a plan what differs from run to run: the time, and
// the order of relevant_attributes. Everything else stays as Terraform wrote
// it, key order included, on one line.
func normalise(shown []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(shown))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("expected a JSON object from terraform show, got %v (%v)", open, err)
	}
	var out bytes.Buffer
	out.WriteByte('{')
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("reading what terraform show printed: %w", err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("reading what terraform show printed: %w", err)
		}
		switch key {
		case "timestamp":
			continue
		case "relevant_attributes":
			if value, err = sorted(value); err != nil {
				return nil, err
			}
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%q:%s", key, value)
	}
	out.WriteString("}\n")
	return out.Bytes(), nil
}

func sorted(list json.RawMessage) (json.RawMessage, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		return nil, fmt.Errorf("reading relevant_attributes: %w", err)
	}
	slices.SortFunc(items, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return append(append([]byte{'['}, bytes.Join(rawBytes(items), []byte{','})...), ']'), nil
}

func rawBytes(items []json.RawMessage) [][]byte {
	out := make([][]byte, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}
