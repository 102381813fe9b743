package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// TestKubernetesTLS has objects as YAML documents: what redirects HTTP, which class
// an Ingress has, which hosts have a certificate, and what else opens a port.
func TestKubernetesTLS(t *testing.T) {
	object := func(group, kind, metadata, spec string) string {
		return "apiVersion: " + group + "\nkind: " + kind + "\nmetadata: {name: web, " + metadata + "}\nspec: {" + spec + "}\n"
	}
	ingress := func(spec string, annotations ...string) string {
		return object("networking.k8s.io/v1", "Ingress", "annotations: {"+strings.Join(annotations, ", ")+"}", spec)
	}
	class := func(metadata, controller string) string {
		return object("networking.k8s.io/v1", "IngressClass", metadata, "controller: "+controller+", parameters: {name: web}")
	}
	params := func(spec string) string {
		return object("elbv2.k8s.aws/v1beta1", "IngressClassParams", "labels: {}", spec)
	}
	const byDefault = `annotations: {ingressclass.kubernetes.io/is-default-class: "true"}`
	const alb = "alb.ingress.kubernetes.io/"
	const ports = alb + `listen-ports: '[{"HTTP": 8080}, {"HTTPS": 8443}]'`
	const listen = `metadata.annotations["` + alb + `listen-ports"]`
	const redirect = `metadata.annotations["` + alb + `ssl-redirect"]`
	const toHTTPS = alb + `actions.up: '{"type": "redirect", "redirectConfig": {"protocol": "HTTPS"}}'`
	const action = `metadata.annotations["` + alb + `actions.up"]`
	path := func(where, service, port string) string {
		return "{path: " + where + ", backend: {service: {name: " + service + ", port: {name: " + port + "}}}}"
	}
	rules := func(paths ...string) string {
		return "ingressClassName: alb, rules: [{http: {paths: [" + strings.Join(paths, ", ") + "]}}]"
	}
	const nginx = "ingressClassName: nginx, tls: [{hosts: ['*.example.com', example.org]}], rules: "
	const off, forced = `nginx.ingress.kubernetes.io/ssl-redirect: "false"`, `nginx.ingress.kubernetes.io/force-ssl-redirect: "true"`
	const listener = "gateway.networking.k8s.io/v1"
	tests := []struct{ name, documents, want string }{
		{"a redirect to an HTTPS port", ingress("ingressClassName: alb", ports, alb+`ssl-redirect: "8443"`), "pass m0 " + redirect},
		{"a redirect to a port that is not open", ingress("ingressClassName: alb", ports, alb+`ssl-redirect: "443"`), "fail m0 " + redirect},
		{"a redirect to the HTTP port", ingress("ingressClassName: alb", ports, alb+`ssl-redirect: "8080"`), "fail m0 " + redirect},
		{"a redirect that is not a port", ingress("ingressClassName: alb", ports, alb+`ssl-redirect: "true"`), "fail m0 " + redirect},
		{"an action for every path", ingress(rules(path("/*", "up", "use-annotation"), path("/*", "web", "http")), ports, toHTTPS), "pass m0 " + action},
		{"an action after another path", ingress(rules(path("/api", "web", "http"), path("/*", "up", "use-annotation")), ports, toHTTPS), "manual m0 " + action},
		{"an action for one path", ingress(rules(path("/old", "up", "use-annotation")), ports, toHTTPS), "manual m0 " + action},
		{"a service of the name of an action", ingress(rules(path("/*", "up", "http")), ports, toHTTPS), "fail m0 " + listen},
		{"an action that stays on HTTP", ingress(rules(path("/*", "up", "use-annotation")), ports, strings.Replace(toHTTPS, "HTTPS", "HTTP", 1)), "fail m0 " + listen},
		{"parameters that redirect", ingress("ingressClassName: web", ports) + "---\n" + class("labels: {}", "ingress.k8s.aws/alb") + "---\n" + params(`sslRedirectPort: "8443"`), "pass m0 spec.sslRedirectPort"},
		{"parameters that override a redirect", ingress("ingressClassName: web", ports, alb+`ssl-redirect: "8443"`) + "---\n" + class("labels: {}", "ingress.k8s.aws/alb") + "---\n" + params(`sslRedirectPort: "1"`), "fail m0 spec.sslRedirectPort"},
		{"a group by parameters", ingress("ingressClassName: web", ports) + "---\n" + class("labels: {}", "ingress.k8s.aws/alb") + "---\n" + params("group: {name: a}") + "---\n" +
			ingress("ingressClassName: alb", ports, alb+"group.name: a", alb+`ssl-redirect: "8443"`), "pass m0 " + redirect + "\npass m3 " + redirect},
		{"the default class", ingress("tls: [{}]") + "---\n" + class(byDefault, "ingress.k8s.aws/alb"), "fail m0 " + listen},
		{"the default class of another controller", ingress("tls: [{}]", alb+"scheme: internal") + "---\n" + class(byDefault, "k8s.io/ingress-nginx"), "pass m0 spec.tls"},
		{"a class that is not the default", ingress("tls: [{}]") + "---\n" + class("labels: {}", "ingress.k8s.aws/alb"), "pass m0 spec.tls"},
		{"another class than the default", ingress("ingressClassName: nginx, tls: [{}]") + "---\n" + class(byDefault, "ingress.k8s.aws/alb"), "pass m0 spec.tls"},
		{"hosts with a certificate", ingress(nginx + "[{host: a.example.com}, {host: example.org}, {http: {}}]"), "pass m0 spec.tls"},
		{"a host below a wildcard's", ingress(nginx + "[{host: a.b.example.com}]"), "fail m0 spec.rules[0].host"},
		{"a host without a certificate", ingress(nginx + "[{host: example.org}, {host: example.com}]"), "fail m0 spec.rules[1].host"},
		{"a host without, of another controller", ingress(strings.Replace(nginx, "nginx", "traefik", 1) + "[{host: example.com}]"), "manual m0 spec.rules[0].host"},
		{"a host without, with a forced redirect", ingress(nginx+"[{host: example.com}]", forced), "manual m0 spec.rules[0].host"},
		{"no redirect of NGINX", ingress(nginx+"[]", off), `fail m0 metadata.annotations["nginx.ingress.kubernetes.io/ssl-redirect"]`},
		{"no redirect of NGINX, and a forced one", ingress(nginx+"[]", off, forced), "pass m0 spec.tls"},
		{"a certificate at the controller's balancer", ingress("ingressClassName: nginx") + "---\n" + strings.Replace(object("v1", "Service",
			"annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: a}", "type: LoadBalancer"), "name: web", "name: ingress-nginx-controller", 1),
			`pass m1 metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-ssl-cert"]` + "\nmanual m0 spec.tls"},
		{"a certificate at another balancer", ingress("ingressClassName: nginx") + "---\n" + object("v1", "Service",
			"annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: a}", "type: LoadBalancer"),
			`pass m1 metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-ssl-cert"]` + "\nfail m0 spec.tls"},
		{"a port of UDP next to one of TCP", object("v1", "Service", "annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: a}",
			"type: LoadBalancer, ports: [{port: 443}, {port: 53, protocol: UDP}]"), "manual m0 spec.ports[1].protocol"},
		{"a listener set on HTTPS", object(listener, "ListenerSet", "labels: {}", "parentRef: {name: x}, listeners: [{name: a, protocol: HTTPS}]"), "pass m0 spec.listeners[0].protocol"},
		{"a listener set with a route of a Gateway", object(listener, "ListenerSet", "labels: {}", "listeners: [{name: a, protocol: HTTP}]") + "---\n" +
			object(listener, "HTTPRoute", "labels: {}", "parentRefs: [{name: web}], rules: [{filters: [{requestRedirect: {scheme: https}}]}]"), "manual m0 spec.listeners[0].protocol"},
		{"a listener set with a route of its own", object(listener, "ListenerSet", "labels: {}", "listeners: [{name: a, protocol: HTTP}]") + "---\n" +
			object(listener, "HTTPRoute", "labels: {}", "parentRefs: [{name: web, kind: ListenerSet}], rules: [{filters: [{requestRedirect: {scheme: https}}]}]"), "pass m0 spec.listeners[0].protocol"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: applied(t, test.documents)})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
