package kube

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/graph/graphtest"
)

func TestChartImages(t *testing.T) {
	tests := []struct {
		name, values string
		want         []string
	}{
		{"none", "replicas: 2", nil},
		{"a text", "image: nginx:1", []string{"nginx:1"}},
		{"an empty text", `image: ""`, nil},
		{"a switch", "image: true", nil},
		{"a mapping", "image: {repository: team/app, tag: v1}", []string{"team/app"}},
		{"a mapping with a registry", "image: {registry: quay.io, repository: team/app}", []string{"quay.io/team/app"}},
		{"a mapping with an empty registry", `image: {registry: "", repository: team/app}`, []string{"team/app"}},
		{"a mapping without a repository", "image: {tag: v1}", nil},
		{"a registry for all", "global: {imageRegistry: r.example}\nimage: {registry: quay.io, repository: team/app}", []string{"r.example/team/app"}},
		{"other keys", "sidecarImage: a/b\nimagePullPolicy: Always\nimages: c/d", []string{"a/b"}},
		{"deep, in lists", "controller: {containers: [{image: a/b}, {image: {repository: c/d}}]}", []string{"a/b", "c/d"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree, err := DecodeYAML(test.values)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, image := range ChartImages(graphtest.Build(t, "helm_release.x", graphtest.Pairs("values", tree), nil).Attr("values")) {
				got = append(got, image.Text)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}

func TestSourceOfChart(t *testing.T) {
	tests := []struct {
		name, by, host string
		args           map[string]cty.Value
		names          []string
		local          bool
	}{
		{"a repository", "repository", "charts.example", graphtest.Pairs("repository", "https://charts.example/stable/", "chart", "app"), []string{"stable", "stable/app"}, false},
		{"a repository at the root", "repository", "charts.example", graphtest.Pairs("repository", "https://user:secret@charts.example?token=x", "chart", "app"), []string{"", "app"}, false},
		{"a registry", "repository", "public.ecr.aws", graphtest.Pairs("repository", "oci://public.ecr.aws/karpenter", "chart", "karpenter"), []string{"karpenter", "karpenter/karpenter"}, false},
		{"a chart by URL", "chart", "charts.example", graphtest.Pairs("chart", "https://charts.example/app-1.0.tgz"), []string{"app-1.0.tgz"}, false},
		{"a chart in a registry", "chart", "ghcr.io", graphtest.Pairs("repository", "https://else.example", "chart", "oci://ghcr.io/team/app"), []string{"team/app"}, false},
		{"a path", "chart", "", graphtest.Pairs("chart", "./charts/app"), nil, true},
		{"an empty repository", "chart", "", graphtest.Pairs("repository", "", "chart", "./charts/app"), nil, true},
		{"a chart that is not known", "chart", "", graphtest.Pairs("chart", graphtest.UnknownText()), nil, false},
		{"a repository that is not known", "repository", "", graphtest.Pairs("repository", graphtest.UnknownText(), "chart", "app"), nil, false},
		{"a repository of the machine", "repository", "", graphtest.Pairs("repository", "stable", "chart", "app"), nil, false},
		{"no URL", "repository", "", graphtest.Pairs("repository", "https://[", "chart", "app"), nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := SourceOfChart(graphtest.Build(t, "helm_release.x", test.args, nil))
			if got.Value.Path() != test.by || got.Host != test.host || got.Local != test.local {
				t.Errorf("got %s %q local %v, want %s %q local %v", got.Value.Path(), got.Host, got.Local, test.by, test.host, test.local)
			}
			if diff := cmp.Diff(test.names, got.Names); diff != "" {
				t.Error("(-want +got)", diff)
			}
		})
	}
}
