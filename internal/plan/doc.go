// Package plan reads Terraform's JSON output of a plan or a state into a graph.
//
// The input is validated in one pass, token by token, in any order of keys. The
// pass keeps only byte ranges of what some control wants; values and
// configuration are decoded from their range when they are first asked for, so
// that memory follows what is wanted and not the size of the plan. It judges
// nothing.
//
// The format is described at
// https://developer.hashicorp.com/terraform/internals/json-format.
package plan
