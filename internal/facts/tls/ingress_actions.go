package tls

import (
	"encoding/json"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kube"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// redirectAction returns the annotation of an action that redirects to HTTPS and
// that a backend of the ingress names (AWS Load Balancer Controller, annotations:
// actions); unset without one. first says that it is the first for every path of
// every rule.
func redirectAction(ingress kube.Object) (action graph.Value, first bool) {
	annotations := ingress.Metadata.Attr("annotations")
	redirects := map[string]graph.Value{}
	for _, key := range annotations.Keys() {
		if name, ok := strings.CutPrefix(key, ALBAnnotation+"actions."); ok && redirectsJSON(annotations.Attr(key)) {
			redirects[name] = annotations.Attr(key)
		}
	}
	rules := ingress.Field("rule", "rules").Elements()
	first = len(redirects) > 0 && len(rules) > 0
	for _, rule := range rules {
		for i, path := range rule.Block("http").Attr(ingress.Name("path", "paths")).Elements() {
			service := path.Block("backend").Block("service")
			name, _ := service.Attr("name").Text()
			by, ok := redirects[name]
			ok = ok && service.Block("port").Attr("name").Is("use-annotation")
			if ok {
				action = by
			}
			if where := path.Attr("path"); i == 0 && !(ok && (where.Is("/*") || where.Is("/"))) {
				first = false
			}
		}
	}
	return action, first && !action.Unset()
}

// redirectsJSON reports whether an action is a redirect to HTTPS.
func redirectsJSON(annotation graph.Value) bool {
	var action struct {
		Type           string
		RedirectConfig struct{ Protocol string }
	}
	text, _ := annotation.Text()
	return json.Unmarshal([]byte(text), &action) == nil && strings.EqualFold(action.Type, "redirect") && strings.EqualFold(action.RedirectConfig.Protocol, "HTTPS")
}
