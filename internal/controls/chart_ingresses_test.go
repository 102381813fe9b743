package controls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestChartIngresses(t *testing.T) {
	const alb = "alb.ingress.kubernetes.io/"
	const path = `values.web.ingress.annotations["` + alb
	const listen = alb + `listen-ports: '[{"HTTP": 80}]'`
	web := func(fields string, annotations ...string) string {
		return "web: {ingress: {" + fields + ", annotations: {" + strings.Join(annotations, ", ") + "}}}"
	}
	tests := []struct{ name, values, want string }{
		{"no load balancer", web("enabled: true, className: nginx"), ""},
		{"an annotation", web("enabled: true", listen), "manual app " + path + `listen-ports"]`},
		{"a class", web("enabled: true, ingressClassName: alb"), "manual app " + path + `listen-ports"]`},
		{"the older class", web("enabled: true", "kubernetes.io/ingress.class: alb"), "manual app " + path + `listen-ports"]`},
		{"not enabled", web("enabled: false", listen), ""},
		{"part of something that is not enabled", "web: {enabled: false, ingress: {annotations: {" + listen + "}}}", ""},
		{"a certificate", web("enabled: true", alb+"certificate-arn: a"), "pass app " + path + `certificate-arn"]`},
		{"an Ingress with HTTP next to one with HTTPS", web("enabled: true", alb+"certificate-arn: a") + "\napi: {ingress: {className: alb}}", `manual app values.api.ingress.annotations["` + alb + `listen-ports"]`},
		{"an Ingress that is written out", "extra: [{kind: Ingress, metadata: {annotations: {" + listen + "}}, spec: {}}]", `manual app values.extra[0].metadata.annotations["` + alb + `listen-ports"]`},
		{"an Ingress of another controller that is written out", "extra: [{kind: Ingress, metadata: {annotations: {}}, spec: {ingressClassName: nginx}}]", ""},
		{"a Service next to the Ingress", web("enabled: true", alb+"certificate-arn: a") + "\nservice: {type: LoadBalancer}", "manual app values.service.type"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			release := graphtest.Build(t, "helm_release.app", graphtest.HelmValues(test.values), nil)
			got := strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: graph.New([]*graph.Resource{release})})), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("helm_release: (-want +got)", diff)
			}
			application := "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n  - helm:\n      values: |\n        " +
				strings.ReplaceAll(test.values, "\n", "\n        ") + "\n"
			status, _, _ := strings.Cut(test.want, " ")
			got = strings.Join(said(loadBalancerTLS().Evaluate(control.Input{Graph: applied(t, application)})), "\n")
			if got, _, _ := strings.Cut(got, " "); got != status && !strings.Contains(test.name, "Service") {
				t.Errorf("Application: %s, want %s", got, status)
			}
		})
	}
}
