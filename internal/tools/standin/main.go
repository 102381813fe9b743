// Command standin stands in for the Kubernetes, Helm and null providers while
// the project's test cases are planned. It has the names of their resource
// types, and of those arguments that a case writes, with the same
// Optional/Computed flags and the same nesting of blocks; it knows nothing
// else of them, talks to no cluster and refuses to apply.
//
// It is not a provider for use: plans made with it show what Terraform writes
// into plan JSON for such resources, which is all that the tests need. The
// last word of the binary's name decides which provider it serves, so one
// build serves as terraform-provider-kubernetes, -helm and -null.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
)

func main() {
	if err := serve(filepath.Base(os.Args[0])); err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(1)
	}
}

func serve(binary string) error {
	name := strings.TrimSuffix(strings.TrimPrefix(binary, "terraform-provider-"), ".exe")
	var p standin
	switch name {
	case "kubernetes":
		p = kubernetes()
	case "helm":
		p = helm(os.Getenv("STANDIN_HELM_MAJOR") == "3")
	case "null":
		p = null()
	default:
		return fmt.Errorf("expected to be named terraform-provider-kubernetes, -helm or -null, not %s", binary)
	}
	return providerserver.Serve(context.Background(), func() provider.Provider { return p }, providerserver.ServeOpts{
		Address: "registry.terraform.io/hashicorp/" + name,
	})
}
