package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/tls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// loadBalancerTLS decides 5.4.5. What opens a load balancer passes when every
// port that it opens ends TLS with a certificate, or only redirects to one that
// does. Where TLS may end behind the load balancer, a human has to look.
func loadBalancerTLS() control.Evaluator {
	return control.Evaluator{
		Key: "load-balancer-tls",
		Subjects: slices.Concat(tls.ListenerTypes(), []string{tls.ClassicType}, tls.ServiceTypes(), tls.IngressTypes(),
			[]string{kube.KubernetesManifestType, kube.KubectlManifestType, kube.HelmReleaseType}),
		Reads: slices.Concat(tls.ListenerReads(), eks.ProviderClusterReads(), tls.IngressClassReads(), []control.Read{
			{Types: []string{tls.ClassicType}, Arguments: []string{"listener"}},
			{Types: tls.ServiceTypes(), Arguments: []string{"metadata", "spec"}},
			{Types: tls.IngressTypes(), Arguments: []string{"metadata", "spec"}},
			kube.ManifestReads(), kube.ReleaseReads(),
		}),
		Absences: []control.Absence{
			{Types: tls.ListenerRuleTypes(), On: tls.ListenerTypes(), Of: control.OfSubject, Says: "adds no rule to the listener"},
			{
				Types: tls.RoutingTypes(), On: slices.Concat(tls.IngressTypes(), []string{kube.KubernetesManifestType, kube.KubectlManifestType}),
				Says: "adds nothing to what the load balancer serves",
			},
			{Types: tls.RoutingTypes(), Says: "brings no certificate or redirect", Cure: true, Assumed: true},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			verdicts := tls.ListenerTLS(in.Graph)
			for _, r := range in.Graph.Resources(tls.ClassicType) {
				verdicts = append(verdicts, tls.ClassicTLS(r)...)
			}
			belongs := eks.ByProvider(in.Graph)
			for _, v := range kubernetesTLS(in.Graph) {
				verdicts = append(verdicts, eks.InClusters(v, belongs(v.Subject))...)
			}
			return verdicts
		},
	}
}

// kubernetesTLS checks what makes a controller in the cluster open a load
// balancer.
func kubernetesTLS(g *graph.Graph) []control.Verdict {
	var verdicts []control.Verdict
	for _, u := range kube.UnreadManifests(g) {
		if u.MayBe("Service", "Ingress", "IngressClass", "IngressClassParams", "Gateway", "ListenerSet", "XListenerSet", "HTTPRoute", "GRPCRoute") {
			verdicts = append(verdicts, u.Verdict())
		}
	}
	types := slices.Concat(tls.ServiceTypes(), tls.IngressTypes(), tls.IngressClassTypes(), []string{kube.HelmReleaseType})
	objects := kube.Set{Resources: g.Resources(types...), Documents: kube.Manifests(g)}
	for _, service := range objects.Objects(tls.ServiceTypes(), "", "Service") {
		verdicts = append(verdicts, tls.ServiceTLS(service)...)
	}
	releases := map[*graph.Resource][]control.Verdict{}
	for _, v := range eks.OnEachCluster(g, objects, func(on kube.Set) []control.Verdict {
		return append(tls.IngressTLS(on), tls.GatewayTLS(on.Documents)...)
	}) {
		if v.Subject.Type == kube.HelmReleaseType {
			releases[v.Subject] = append(releases[v.Subject], v)
			continue
		}
		verdicts = append(verdicts, v)
	}
	for _, release := range g.Resources(kube.HelmReleaseType) {
		if of := append(releases[release], tls.ReleaseTLS(release)...); len(of) > 0 {
			verdicts = append(verdicts, control.Together(of))
		}
	}
	return verdicts
}
