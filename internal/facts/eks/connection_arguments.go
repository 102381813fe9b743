package eks

import (
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// connectionArguments are the arguments of a provider configuration that say
// which cluster it talks to.
type connectionArguments struct {
	host, certificate, token, exec, paths, context graph.Value
}

// connectionOf reads a provider configuration. The helm provider has the arguments
// in a block, and from version 3 on in an attribute, whose parts plan JSON does not
// show: then each argument is that attribute.
func connectionOf(p *graph.Resource) connectionArguments {
	arg := p.Attr
	if p.Type == "helm" {
		connection := p.Attr("kubernetes")
		if connection.Opaque() {
			return connectionArguments{host: connection}
		}
		arg = connection.First().Attr
	}
	c := connectionArguments{
		host: arg("host"), certificate: arg("cluster_ca_certificate"), token: arg("token"),
		exec: arg("exec").First(), paths: arg("config_path"), context: arg("config_context"),
	}
	if c.paths.Unset() {
		c.paths = arg("config_paths")
	}
	if c.context.Unset() {
		c.context = arg("config_context_cluster")
	}
	return c
}

func (c connectionArguments) all() []graph.Value {
	return []graph.Value{c.host, c.certificate, c.exec.Attr("args"), c.token}
}

// signature is equal for configurations that talk to the same cluster, whichever
// one that is.
func (c connectionArguments) signature() string {
	var parts []string
	for _, v := range []graph.Value{c.host, c.exec.Attr("args"), c.paths, c.context} {
		if !written(v) {
			continue
		}
		texts, _ := v.Strings()
		o := v.Origins()
		for _, ref := range o.Refs {
			texts = append(texts, ref.Resource.String()+"."+ref.Path)
		}
		texts = slices.Concat(texts, o.Others, o.Unresolved, o.Locals)
		for _, literal := range o.Literals {
			if literal, _ = literal.Unmark(); literal.IsKnown() && !literal.IsNull() && literal.Type() == cty.String {
				texts = append(texts, literal.AsString())
			}
		}
		parts = append(parts, strings.Join(texts, " "))
	}
	if len(parts) == 0 {
		return impliedSite
	}
	return "as " + strings.Join(parts, "\n")
}

// endpoint is the host of an EKS endpoint: of all partitions, and of clusters that
// also have IPv6 ("Cluster API server endpoint").
var endpoint = regexp.MustCompile(`(?i)^(?:https://)?[^/:@]*\.eks(?:\.amazonaws\.(?:com|com\.cn|eu)|-cluster\.[a-z0-9-]+\.api\.(?:aws|amazonwebservices\.com\.cn)|\.(?:c2s\.ic|sc2s\.sgov)\.gov)(?:[/:]|$)`)

// host reads a literal host, or one that is known in part.
func (t *trail) host(v graph.Value) {
	text, known := v.Text()
	if !known {
		text, _ = v.Outline()
	}
	for _, literal := range v.Origins().Literals {
		if literal, _ = literal.Unmark(); text == "" && literal.IsKnown() && !literal.IsNull() && literal.Type() == cty.String {
			text = literal.AsString()
		}
	}
	if !endpoint.MatchString(text) {
		return
	}
	t.eks = true
	if !known || len(t.clusters) > 0 || t.away != "" {
		return
	}
	elsewhere := true
	for _, cluster := range t.graph.Resources(ClusterType) {
		switch own, known := cluster.Attr("endpoint").Text(); {
		case known && sameHost(own, text):
			t.add(cluster)
			return
		case !known && (t.graph.Kind != graph.FromPlan || cluster.Action != graph.Create):
			elsewhere = false // an endpoint is not written before it exists
		}
	}
	if elsewhere {
		t.away = text
	}
}

func sameHost(a, b string) bool {
	trim := func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(s), "https://"), "/")
	}
	return trim(a) == trim(b)
}

// exec reads the command by which a provider signs in.
func (t *trail) exec(exec graph.Value) {
	command, _ := exec.Attr("command").Text()
	switch name := command[strings.LastIndexByte(command, '/')+1:]; {
	case execThroughIAM(exec):
		t.eks = true
	case name == "gke-gcloud-auth-plugin", name == "kubelogin", name == "doctl", name == "oci", name == "gcloud", name == "az":
		t.otherCloud = true
	}
	if !t.eks || len(t.clusters) > 0 || t.away != "" {
		return
	}
	args := exec.Attr("args").Elements()
	for i, arg := range args {
		text, _ := arg.Text()
		switch {
		case (text == "--cluster-name" || text == "-i" || text == "--cluster-id") && i+1 < len(args):
			t.named(args[i+1])
			return
		case clusterName.MatchString(text):
			t.named(arg.Decoded(cty.StringVal(clusterName.FindStringSubmatch(text)[1])))
			return
		}
	}
}

// clusterName is the option of `aws eks get-token`, in one word or in a line of a shell.
var clusterName = regexp.MustCompile(`--cluster-(?:name|id)[= ]["']?([0-9A-Za-z][0-9A-Za-z_-]*)`)

// context reads the context of a kubeconfig: `aws eks update-kubeconfig` names it
// by the ARN of the cluster, and the tools of other clouds by themselves.
func (t *trail) context(v graph.Value) {
	text, known := v.Text()
	switch {
	case !known || len(t.clusters) > 0 || t.away != "":
	case clusterARN.MatchString(text):
		t.eks = true
		t.named(v)
	case otherContext.MatchString(text):
		t.otherCloud = true
	}
}

var (
	clusterARN   = regexp.MustCompile(`^arn:aws[a-z-]*:eks:[a-z0-9-]+:\d{12}:cluster/.`)
	otherContext = regexp.MustCompile(`^(?:gke_|kind-|k3d-|do-[a-z]{3}\d-)|^(?:minikube|docker-desktop|docker-for-desktop|rancher-desktop|orbstack|colima|microk8s)$`)
	otherCluster = regexp.MustCompile(`kube|k8s|container_?cluster|containerengine|containerinfra|_(?:aks|gke|lke|sks|ske|cce|cs_managed)_|^(?:kind|minikube|k3d|k0s|rke|talos)_|container_vpc_cluster`)
)

// isEKS reports whether a resource or data source, by its address without keys, is
// about a cluster of EKS.
func isEKS(address string) bool {
	typ := typeOf(address)
	return strings.HasPrefix(typ, "aws_eks_") || strings.HasPrefix(typ, "awscc_eks_")
}

// isOtherCloud reports whether a resource or data source is about a cluster of
// another cloud, or of a machine. One that may hold anything, such as a remote
// state or a secret, is not.
func isOtherCloud(address string) bool {
	typ := typeOf(address)
	for _, prefix := range []string{"aws_", "awscc_", "kubernetes_", "kubectl_", "helm_", "rancher2_", "terraform_"} {
		if strings.HasPrefix(typ, prefix) {
			return false
		}
	}
	return otherCluster.MatchString(typ)
}

// typeOf returns the type in an address without keys.
func typeOf(address string) string {
	parts := strings.Split(address, ".")
	if len(parts) < 2 {
		return ""
	}
	return parts[len(parts)-2]
}

// word reports whether a text holds a word between its punctuation.
func word(text, wanted string) bool {
	return slices.Contains(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), wanted)
}
