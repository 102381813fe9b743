// Package suggest knows which failures one literal argument mends, and writes
// such an argument into Terraform source, where all else stays as it is.
//
// It opens no file, writes none, and does not know whether a change mends what it
// is for: whoever applies it has the changed source judged again.
package suggest

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/source"
)

// Mend is an argument that mends a failure, with the value that does.
type Mend struct {
	Control  string // key of the evaluator
	Type     string // of the resource that the argument belongs to
	Nested   string // type of the block that holds the argument, "" for the resource itself
	Argument string
	Member   string // of the object that the argument encodes as JSON, "" for the argument itself
	Value    cty.Value
}

// Mends lists all there are. What is left out needs more than one argument, or
// something that nobody but its owner knows: a key, a certificate, a network.
func Mends() []Mend {
	return []Mend{
		{Control: "ecr-image-scanning", Type: "aws_ecr_repository", Nested: "image_scanning_configuration", Argument: "scan_on_push", Value: cty.True},
		{Control: "endpoint-access", Type: "aws_eks_cluster", Nested: "vpc_config", Argument: "endpoint_private_access", Value: cty.True},
		{Control: "endpoint-private", Type: "aws_eks_cluster", Nested: "vpc_config", Argument: "endpoint_private_access", Value: cty.True},
		{Control: "endpoint-private", Type: "aws_eks_cluster", Nested: "vpc_config", Argument: "endpoint_public_access", Value: cty.False},
		{Control: "private-nodes", Type: "aws_eks_cluster", Nested: "vpc_config", Argument: "endpoint_private_access", Value: cty.True},
		{Control: "private-nodes", Type: "aws_launch_template", Nested: "network_interfaces", Argument: "associate_public_ip_address", Value: cty.False},
		{Control: "private-nodes", Type: "aws_launch_configuration", Argument: "associate_public_ip_address", Value: cty.False},
		// The schema of the add-on's configuration wants a text.
		{Control: "network-policy", Type: "aws_eks_addon", Argument: "configuration_values", Member: "enableNetworkPolicy", Value: cty.StringVal("true")},
	}
}

// For finds the mend of a failure of a control, by the type of the resource whose
// argument decided and the argument's path, such as
// "vpc_config[0].endpoint_public_access".
func For(control, typ, path string) (Mend, bool) {
	for _, m := range Mends() {
		if m.Control == control && m.Type == typ && m.path() == strings.Replace(path, "[0].", ".", 1) {
			return m, true
		}
	}
	return Mend{}, false
}

func (m Mend) path() string {
	if m.Nested == "" {
		return m.Argument
	}
	return m.Nested + "." + m.Argument
}

// In says the change at a place, for a person: "module.eks: private = true".
func (m Mend) In(at source.Place) string {
	block := strings.Join(at.Block, ".")
	if at.Block[0] == "resource" {
		block = strings.Join(at.Block[1:], ".")
	}
	argument, value := at.Argument, written(m.Value)
	if at.Nested != "" {
		argument = at.Nested + "." + argument
	}
	if m.Member != "" {
		argument += ", " + m.Member
	}
	return block + ": " + argument + " = " + value
}
