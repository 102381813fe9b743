// Package acceptance tests the provider as its users run it: in a real Terraform,
// with a fake AWS provider that the tests serve, or the real one. It has no code but
// tests; they skip where terraform is not on PATH.
package acceptance
