package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// loadBalancerTLS decides 5.4.5. What opens a load balancer passes when every
// port that it opens ends TLS with a certificate, or only redirects to one that
// does. Where TLS may end behind the load balancer, a human has to look.
func loadBalancerTLS() control.Evaluator {
	return control.Evaluator{
		Key: "load-balancer-tls",
		Subjects: slices.Concat(listenerTypes(), []string{classicType}, serviceTypes(), ingressTypes(),
			[]string{kubernetesManifestType, kubectlManifestType, helmReleaseType}),
		Reads: slices.Concat(listenerReads(), providerClusterReads(), ingressClassReads(), []control.Read{
			{Types: []string{classicType}, Arguments: []string{"listener"}},
			{Types: serviceTypes(), Arguments: []string{"metadata", "spec"}},
			{Types: ingressTypes(), Arguments: []string{"metadata", "spec"}},
			manifestReads(), releaseReads(),
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			verdicts := listenerTLS(in.Graph)
			for _, r := range in.Graph.Resources(classicType) {
				verdicts = append(verdicts, classicTLS(r)...)
			}
			belongs := byProvider(in.Graph)
			for _, v := range kubernetesTLS(in.Graph, manifests(in.Graph)) {
				verdicts = append(verdicts, inClusters(v, belongs(v.Subject))...)
			}
			return verdicts
		},
	}
}

// kubernetesTLS judges what makes a controller in the cluster open a load
// balancer.
func kubernetesTLS(g *graph.Graph, documents []manifest) []control.Verdict {
	var verdicts []control.Verdict
	for _, u := range unreadManifests(g) {
		if u.mayBe("Service", "Ingress", "IngressClass", "IngressClassParams", "Gateway", "HTTPRoute", "GRPCRoute") {
			verdicts = append(verdicts, u.verdict())
		}
	}
	for _, service := range objects(g, documents, serviceTypes(), "", "Service") {
		verdicts = append(verdicts, serviceTLS(service)...)
	}
	verdicts = append(verdicts, ingressTLS(g, documents)...)
	verdicts = append(verdicts, gatewayTLS(documents)...)
	for _, release := range g.Resources(helmReleaseType) {
		verdicts = append(verdicts, releaseTLS(release)...)
	}
	return verdicts
}
