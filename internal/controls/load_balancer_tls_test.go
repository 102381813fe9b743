package controls

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/tls"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

// applied is the graph of Kubernetes objects in YAML, one kubectl_manifest each:
// m0, m1 and so on.
func applied(t *testing.T, documents string) *graph.Graph {
	t.Helper()
	var resources []*graph.Resource
	for i, document := range strings.Split(documents, "---\n") {
		resources = append(resources, graphtest.Build(t, "kubectl_manifest.m"+strconv.Itoa(i), graphtest.Pairs("yaml_body", document), nil))
	}
	return graph.New(resources)
}

// said is what matters of verdicts: status, subject and what decided.
func said(verdicts []control.Verdict) []string {
	var lines []string
	for _, v := range verdicts {
		lines = append(lines, string(v.Status)+" "+v.Subject.Address.Name+" "+strings.TrimPrefix(v.Decider.Path(), "yaml_body."))
	}
	return lines
}

func TestServices(t *testing.T) {
	const annotation = "service.beta.kubernetes.io/aws-load-balancer-"
	service := func(spec string, annotations ...string) string {
		text := "apiVersion: v1\nkind: Service\nspec: " + spec + "\nmetadata:\n  name: web\n  annotations:\n    other: x\n"
		for _, a := range annotations {
			text += "    " + annotation + a + "\n"
		}
		return text
	}
	const two = "{type: LoadBalancer, ports: [{port: 443, name: https}, {port: 80, name: http}]}"
	const nlb = "{type: LoadBalancer, loadBalancerClass: service.k8s.aws/nlb, ports: [{port: 443}]}"
	const auto = "{type: LoadBalancer, loadBalancerClass: eks.amazonaws.com/nlb, ports: [{port: 443}]}"
	certificate, ports := `metadata.annotations["`+annotation+`ssl-cert"]`, `metadata.annotations["`+annotation+`ssl-ports"]`
	backend := `metadata.annotations["` + annotation + `backend-protocol"]`
	tests := []struct{ name, Document, want string }{
		{"no type", service("{}"), ""},
		{"another type", service("{type: NodePort}", "ssl-cert: a"), ""},
		{"no certificate", service(two), "manual m0 spec.type"},
		{"an empty certificate", service(two, `ssl-cert: ""`), "manual m0 spec.type"},
		{"a certificate", service(two, "ssl-cert: a"), "pass m0 " + certificate},
		{"for every port by number and name", service(two, "ssl-cert: a", `ssl-ports: "443, http"`), "pass m0 " + certificate},
		{"for one port", service(two, "ssl-cert: a", `ssl-ports: "443"`), "manual m0 " + ports},
		{"for one port, and the pods speak HTTP", service(two, "ssl-cert: a", `ssl-ports: "443"`, "backend-protocol: http"), "fail m0 " + backend},
		{"for every port, and the pods speak HTTP", service(two, "ssl-cert: a", "backend-protocol: http"), "pass m0 " + certificate},
		{"no certificate, and the pods speak HTTP", service(two, "backend-protocol: http"), "fail m0 " + backend},
		{"no certificate, and the pods speak TLS", service(two, "backend-protocol: ssl"), "manual m0 spec.type"},
		{"a star, in-tree", service(two, "ssl-cert: a", `ssl-ports: "*"`), "pass m0 " + certificate},
		{"a star, by class", service(nlb, "ssl-cert: a", `ssl-ports: "*"`), "manual m0 " + ports},
		{"a star, by Auto Mode's class", service(auto, "ssl-cert: a", `ssl-ports: "*"`), "manual m0 " + ports},
		{"a star, by type", service(two, "ssl-cert: a", `ssl-ports: "*"`, "type: external"), "manual m0 " + ports},
		{"a star, by the older type", service(two, "ssl-cert: a", `ssl-ports: "*"`, "type: nlb-ip"), "manual m0 " + ports},
		{"a star, by the in-tree type", service(two, "ssl-cert: a", `ssl-ports: "*"`, "type: nlb"), "pass m0 " + certificate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: applied(t, test.Document)})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestServiceNotKnown(t *testing.T) {
	object := func(pairs ...any) cty.Value { return cty.ObjectVal(graphtest.Pairs(pairs...)) }
	const prefix = "service.beta.kubernetes.io/aws-load-balancer-"
	balancer := object("type", "LoadBalancer", "port", cty.TupleVal([]cty.Value{object("port", graphtest.UnknownText(), "name", "web")}))
	unnamed := object("type", "LoadBalancer", "port", cty.TupleVal([]cty.Value{object("port", "80", "name", graphtest.UnknownText())}))
	mixed := object("type", "LoadBalancer", "port", cty.TupleVal([]cty.Value{object("port", "80"), object("port", graphtest.UnknownText())}))
	annotated := func(pairs ...any) cty.Value {
		m := map[string]cty.Value{}
		for name, v := range graphtest.Pairs(pairs...) {
			m[prefix+name] = v
		}
		return cty.TupleVal([]cty.Value{object("annotations", cty.MapVal(m))})
	}
	tests := []struct {
		name           string
		metadata, spec cty.Value
		want           string
	}{
		{"the type", annotated("x", "y"), object("type", graphtest.UnknownText()), "unknown x spec[0].type"},
		{"the whole", cty.DynamicVal, cty.DynamicVal, "unknown x spec.type"},
		{"the annotations", cty.TupleVal([]cty.Value{object("annotations", cty.UnknownVal(cty.Map(cty.String)))}), balancer, "unknown x metadata[0].annotations"},
		{"the certificate", annotated("ssl-cert", graphtest.UnknownText()), balancer, `pass x metadata[0].annotations["` + prefix + `ssl-cert"]`},
		{"ssl-ports", annotated("ssl-cert", "a", "ssl-ports", graphtest.UnknownText()), balancer, `unknown x metadata[0].annotations["` + prefix + `ssl-ports"]`},
		{"a port", annotated("ssl-cert", "a", "ssl-ports", "443"), balancer, "unknown x spec[0].port[0].port"},
		{"a port beside one that is plain", annotated("ssl-cert", "a", "ssl-ports", "443"), mixed, `manual x metadata[0].annotations["` + prefix + `ssl-ports"]`},
		{"a star, by class", annotated("ssl-cert", "a", "ssl-ports", "*"), graphtest.Object("type", "LoadBalancer", "load_balancer_class", "service.k8s.aws/nlb",
			"port", graphtest.One(graphtest.Object("port", "443"))), `manual x metadata[0].annotations["` + prefix + `ssl-ports"]`},
		{"a port's name", annotated("ssl-cert", "a", "ssl-ports", "web"), unnamed, "unknown x spec[0].port[0].name"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			spec := test.spec
			if spec.IsKnown() {
				spec = cty.TupleVal([]cty.Value{spec})
			}
			g := graph.New([]*graph.Resource{graphtest.Build(t, "kubernetes_service.x", graphtest.Pairs("metadata", test.metadata, "spec", spec), nil)})
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: g})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestIngresses(t *testing.T) {
	const listen = `metadata.annotations["alb.ingress.kubernetes.io/listen-ports"]`
	const arn = `metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]`
	const redirect = `metadata.annotations["alb.ingress.kubernetes.io/ssl-redirect"]`
	ingress := func(spec string, annotations ...string) string {
		text := "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: " + spec + "\nmetadata:\n  name: web\n  annotations:\n    other: x\n"
		for _, a := range annotations {
			text += "    " + a + "\n"
		}
		return text
	}
	alb := func(annotations ...string) string {
		for i, a := range annotations {
			annotations[i] = "alb.ingress.kubernetes.io/" + a
		}
		return ingress("{ingressClassName: alb, tls: [{hosts: [x]}]}", annotations...)
	}
	class := func(name, controller, params string) string {
		return "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: " + name + "}\nspec:\n  controller: " + controller +
			"\n  parameters: {kind: IngressClassParams, name: " + params + "}\n"
	}
	params := func(group, field string) string {
		return "apiVersion: " + group + "\nkind: IngressClassParams\nmetadata: {name: secure}\nspec: {" + field + ": [a]}\n"
	}
	tests := []struct {
		name, documents string
		want            []string
	}{
		{"another class with tls", ingress("{ingressClassName: nginx, tls: [{hosts: [x]}]}"), []string{"pass m0 spec.tls"}},
		{"another class without", ingress("{ingressClassName: nginx}"), []string{"fail m0 spec.tls"}},
		{"another class with none", ingress("{ingressClassName: nginx, tls: []}"), []string{"fail m0 spec.tls"}},
		{"no class", ingress("{}"), []string{"fail m0 spec.tls"}},
		{"the older annotation", ingress("{tls: [{hosts: [x]}]}", "kubernetes.io/ingress.class: alb"), []string{"fail m0 " + listen}},
		{"no class and an ALB's annotations", ingress("{tls: [{hosts: [x]}]}", "alb.ingress.kubernetes.io/scheme: internal"), []string{"fail m0 " + listen}},
		{"tls alone", alb(), []string{"fail m0 " + listen}},
		{"a certificate", alb("certificate-arn: a"), []string{"pass m0 " + arn}},
		{"an empty certificate", alb(`certificate-arn: ""`), []string{"fail m0 " + listen}},
		{"a certificate to be made", alb(`create-acm-cert: "true"`), []string{`pass m0 metadata.annotations["alb.ingress.kubernetes.io/create-acm-cert"]`}},
		{"a certificate not to be made", alb(`create-acm-cert: "false"`), []string{"fail m0 " + listen}},
		{"HTTPS listed", alb(`listen-ports: '[{"HTTPS": 443}]'`), []string{"pass m0 " + listen}},
		{"HTTP listed", alb(`listen-ports: '[{"HTTP": 80}]'`, "certificate-arn: a"), []string{"fail m0 " + listen}},
		{"both listed", alb(`listen-ports: '[{"HTTP": 80}, {"HTTPS": 443}]'`), []string{"fail m0 " + listen}},
		{"both in one entry", alb(`listen-ports: '[{"HTTP": 80, "HTTPS": 443}]'`), []string{"fail m0 " + listen}},
		{"both, in lower case", alb(`listen-ports: '[{"http": 80}, {"https": 443}]'`), []string{"fail m0 " + listen}},
		{"both with a redirect", alb(`listen-ports: '[{"HTTP": 80}, {"HTTPS": 443}]'`, `ssl-redirect: "443"`), []string{"pass m0 " + redirect}},
		{"HTTP with a redirect to nowhere", alb(`listen-ports: '[{"HTTP": 80}]'`, `ssl-redirect: "443"`), []string{"fail m0 " + listen}},
		{"neither", alb(`listen-ports: '[{"QUIC": 443}]'`), []string{"manual m0 " + listen}},
		{"no list", alb(`listen-ports: '{"HTTPS": 443}'`), []string{"manual m0 " + listen}},
		{"an empty list", alb(`listen-ports: '[]'`), []string{"manual m0 " + listen}},
		{"a group's redirect", alb("group.name: a") + "---\n" + alb("group.name: a", "certificate-arn: a", `ssl-redirect: "443"`),
			[]string{"pass m0 " + redirect, "pass m1 " + arn}},
		{"another group's redirect", alb("group.name: a") + "---\n" + alb("group.name: b", "certificate-arn: a", `ssl-redirect: "443"`),
			[]string{"fail m0 " + listen, "pass m1 " + arn}},
		{"a class of the AWS controller", ingress("{ingressClassName: internal, tls: [{}]}") + "---\n" + class("internal", "ingress.k8s.aws/alb", "none"),
			[]string{"fail m0 " + listen}},
		{"a class of another controller", ingress("{ingressClassName: internal, tls: [{}]}") + "---\n" + class("internal", "k8s.io/ingress-nginx", "none"),
			[]string{"pass m0 spec.tls"}},
		{"alb as the class of another controller", ingress("{ingressClassName: alb, tls: [{}]}") + "---\n" + class("alb", "k8s.io/ingress-nginx", "none"),
			[]string{"pass m0 spec.tls"}},
		{"a class with a certificate", ingress("{ingressClassName: internal}") + "---\n" + class("internal", "ingress.k8s.aws/alb", "secure") + "---\n" + params("elbv2.k8s.aws/v1beta1", "certificateArn"),
			[]string{"pass m0 spec.certificateArn"}},
		{"a class of Auto Mode with a certificate", ingress("{ingressClassName: internal}") + "---\n" + class("internal", "eks.amazonaws.com/alb", "secure") + "---\n" + params("eks.amazonaws.com/v1", "certificateARNs"),
			[]string{"pass m0 spec.certificateARNs"}},
		{"a class with other parameters", ingress("{ingressClassName: internal}") + "---\n" + class("internal", "ingress.k8s.aws/alb", "other") + "---\n" + params("elbv2.k8s.aws/v1beta1", "certificateArn"),
			[]string{"fail m0 " + listen}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := said(loadBalancerTLS().Evaluate(control.Input{Graph: applied(t, test.documents)}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestIngressNotKnown(t *testing.T) {
	annotated := func(v cty.Value) cty.Value { return graphtest.One(graphtest.Object("annotations", v)) }
	annotation := func(name string, v cty.Value) cty.Value {
		return annotated(cty.MapVal(map[string]cty.Value{tls.ALBAnnotation + name: v}))
	}
	alb := graphtest.One(graphtest.Object("ingress_class_name", "alb"))
	none := graphtest.One(graphtest.Object("tls", cty.EmptyTupleVal))
	tests := []struct {
		name           string
		metadata, spec cty.Value
		want           string
	}{
		{"the annotations, without a class", annotated(cty.UnknownVal(cty.Map(cty.String))), none, `unknown x metadata[0].annotations["kubernetes.io/ingress.class"]`},
		{"the group", annotation("group.name", graphtest.UnknownText()), alb, `unknown x metadata[0].annotations["` + tls.ALBAnnotation + `group.name"]`},
		{"the group of one that has HTTPS alone", annotated(cty.MapVal(map[string]cty.Value{
			tls.ALBAnnotation + "group.name": graphtest.UnknownText(), tls.ALBAnnotation + "certificate-arn": cty.StringVal("a"),
		})), alb, `pass x metadata[0].annotations["` + tls.ALBAnnotation + `certificate-arn"]`},
		{"tls", annotated(cty.MapValEmpty(cty.String)), graphtest.One(graphtest.Object("tls", cty.DynamicVal)), "unknown x spec[0].tls"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New([]*graph.Resource{graphtest.Build(t, "kubernetes_ingress_v1.x", graphtest.Pairs("metadata", test.metadata, "spec", test.spec), nil)})
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: g})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestRoutesNotKnown(t *testing.T) {
	object := func(kind string, spec cty.Value) cty.Value {
		return graphtest.Object("apiVersion", "gateway.networking.k8s.io/v1", "kind", kind, "metadata", graphtest.Object("name", "web"), "spec", spec)
	}
	gateway := graphtest.Build(t, "kubernetes_manifest.gateway", graphtest.Pairs("manifest",
		object("Gateway", graphtest.Object("listeners", graphtest.One(graphtest.Object("name", "http", "protocol", "HTTP"))))), nil)
	route := graphtest.Build(t, "kubernetes_manifest.route", graphtest.Pairs("manifest", object("HTTPRoute", graphtest.Object(
		"parentRefs", graphtest.One(graphtest.Object("name", "web")),
		"rules", graphtest.One(graphtest.Object("filters", graphtest.One(graphtest.Object("requestRedirect", graphtest.Object("scheme", graphtest.UnknownText()))))),
	))), nil)
	got := said(loadBalancerTLS().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{gateway, route})}))
	if diff := cmp.Diff([]string{"manual gateway manifest.spec.listeners[0].protocol"}, got); diff != "" {
		t.Error("(-want +got)", diff)
	}
}

// Values that are known in part may still become something else.
func TestChartsKnownInPart(t *testing.T) {
	const ssl = "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"
	tests := []struct{ name, chart, values, want string }{
		{"inside", "ingress-nginx", "controller: {service: {type: ClusterIP}}", "manual x chart"},
		{"with a certificate", "app", "service: {type: LoadBalancer, annotations: {" + ssl + ": a}}", "manual x values.service.type"},
		{"nothing asked", "app", "a: b", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			release := graphtest.Build(t, "helm_release.x", graphtest.Pairs("chart", test.chart, "values", cty.TupleVal([]cty.Value{cty.StringVal(test.values), graphtest.UnknownText()})), nil)
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{release})})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestGateways(t *testing.T) {
	gateway := func(listeners string) string {
		return "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: web, namespace: shop}\nspec: {listeners: [" + listeners + "]}\n"
	}
	route := func(kind, parent, rules string) string {
		return "---\napiVersion: gateway.networking.k8s.io/v1\nkind: " + kind + "\nmetadata: {name: r, namespace: shop}\nspec: {parentRefs: [{" + parent + "}], rules: [" + rules + "]}\n"
	}
	const http, https = "{name: http, protocol: HTTP}", "{name: https, protocol: HTTPS}"
	const redirects = "{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}"
	const forwards = "{backendRefs: [{name: app}]}"
	const listener = "spec.listeners[0].protocol"
	tests := []struct {
		name, documents string
		want            []string
	}{
		{"HTTPS", gateway(https), []string{"pass m0 " + listener}},
		{"TLS", gateway("{protocol: TLS}"), []string{"pass m0 " + listener}},
		{"in lower case", gateway("{protocol: https}"), []string{"pass m0 " + listener}},
		{"TCP", gateway("{protocol: TCP}"), []string{"manual m0 " + listener}},
		{"no listener", gateway(""), nil},
		{"HTTP beside HTTPS, no route here", gateway(https + ", " + http), []string{"manual m0 spec.listeners[1].protocol"}},
		{"a route that redirects", gateway(http) + route("HTTPRoute", "name: web", redirects), []string{"pass m0 " + listener}},
		{"a route that redirects to HTTP", gateway(http) + route("HTTPRoute", "name: web", "{filters: [{requestRedirect: {scheme: http}}]}"), []string{"fail m0 " + listener}},
		{"a route that keeps the scheme", gateway(http) + route("HTTPRoute", "name: web", "{filters: [{requestRedirect: {port: 443}}]}"), []string{"fail m0 " + listener}},
		{"a route that forwards", gateway(http) + route("HTTPRoute", "name: web", forwards), []string{"fail m0 " + listener}},
		{"a route without rules", gateway(http) + "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {namespace: shop}\nspec: {parentRefs: [{name: web}]}\n", []string{"fail m0 " + listener}},
		{"a route that does both", gateway(http) + route("HTTPRoute", "name: web", redirects+", "+forwards), []string{"fail m0 " + listener}},
		{"two routes", gateway(http) + route("HTTPRoute", "name: web", redirects) + route("HTTPRoute", "name: web", forwards), []string{"fail m0 " + listener}},
		{"a gRPC route", gateway(http) + route("GRPCRoute", "name: web", forwards), []string{"fail m0 " + listener}},
		{"the listener's own route", gateway(http) + route("HTTPRoute", "name: web, sectionName: http", redirects), []string{"pass m0 " + listener}},
		{"another listener's route", gateway(http) + route("HTTPRoute", "name: web, sectionName: https", forwards), []string{"manual m0 " + listener}},
		{"another gateway's route", gateway(http) + route("HTTPRoute", "name: else", forwards), []string{"manual m0 " + listener}},
		{"another kind of route", gateway(http) + route("TLSRoute", "name: web", forwards), []string{"manual m0 " + listener}},
		{"another namespace's gateway", gateway(http) + route("HTTPRoute", "name: web, namespace: else", forwards), []string{"manual m0 " + listener}},
		{"this namespace by name", gateway(http) + route("HTTPRoute", "name: web, namespace: shop", redirects), []string{"pass m0 " + listener}},
		{"HTTPS with a route that forwards", gateway(https) + route("HTTPRoute", "name: web", forwards), []string{"pass m0 " + listener}},
		{"another kind of Gateway", strings.Replace(gateway(http), "gateway.networking.k8s.io", "networking.istio.io", 1), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := said(loadBalancerTLS().Evaluate(control.Input{Graph: applied(t, test.documents)}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestChartsThatBalance(t *testing.T) {
	const ssl = "service.beta.kubernetes.io/aws-load-balancer-ssl-"
	tests := []struct{ name, chart, values, want string }{
		{"any chart", "app", "replicas: 2", ""},
		{"an ingress controller", "ingress-nginx", "replicas: 2", "manual x chart"},
		{"an ingress controller inside", "ingress-nginx", "controller: {service: {type: ClusterIP}}", ""},
		{"an ingress controller on the nodes", "ingress-nginx", "controller: {service: {type: NodePort}}", ""},
		{"an ingress controller outside", "ingress-nginx", "controller: {service: {type: LoadBalancer}}", "manual x values.controller.service.type"},
		{"the AWS controller", "aws-load-balancer-controller", "clusterName: x", ""},
		{"a type", "app", "service: {type: LoadBalancer}", "manual x values.service.type"},
		{"a class", "app", "service: {loadBalancerClass: service.k8s.aws/nlb}", "manual x values.service.loadBalancerClass"},
		{"an empty class", "app", `service: {loadBalancerClass: ""}`, ""},
		{"an annotation", "app", "service: {annotations: {service.beta.kubernetes.io/aws-load-balancer-scheme: internal}}",
			`manual x values.service.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]`},
		{"other annotations", "app", "service: {annotations: {a: b}}", ""},
		{"in a list", "app", "services: [{type: LoadBalancer}]", "manual x values.services[0].type"},
		{"a certificate", "app", "service: {type: LoadBalancer, annotations: {" + ssl + "cert: a}}", `pass x values.service.annotations["` + ssl + `cert"]`},
		{"a certificate for some ports", "app", "service: {type: LoadBalancer, annotations: {" + ssl + "cert: a, " + ssl + `ports: "443"}}`, "manual x values.service.type"},
		{"one of two", "app", "a: {type: LoadBalancer, annotations: {" + ssl + "cert: a}}\nb: {type: LoadBalancer}", "manual x values.b.type"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			release := graphtest.Build(t, "helm_release.x", graphtest.Pairs("chart", test.chart, "repository", "https://charts.example", "values", graphtest.Texts(test.values)), nil)
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{release})})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestDocumentsNotKnown(t *testing.T) {
	tests := []struct {
		name, address string
		args          map[string]cty.Value
		want          string
	}{
		{"an object", "kubernetes_manifest.x", graphtest.Pairs("manifest", cty.DynamicVal), "unknown x manifest"},
		{"a document", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText()), "unknown x yaml_body"},
		// On an update the provider knows what the object was, and it cannot become another.
		{"an ingress", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Ingress", "api_version", "networking.k8s.io/v1"), "unknown x yaml_body.spec.ingressClassName"},
		{"a service", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Service", "api_version", "v1"), "unknown x yaml_body.spec.type"},
		{"a gateway", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "Gateway", "api_version", "gateway.networking.k8s.io/v1"), "unknown x yaml_body.spec.listeners.protocol"},
		{"something else", "kubectl_manifest.x", graphtest.Pairs("yaml_body", graphtest.UnknownText(), "kind", "ConfigMap", "api_version", "v1"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := graph.New([]*graph.Resource{graphtest.Build(t, test.address, test.args, nil)})
			var got []string
			for _, v := range loadBalancerTLS().Evaluate(control.Input{Graph: g}) {
				got = append(got, string(v.Status)+" "+v.Subject.Address.Name+" "+v.Decider.Path())
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
