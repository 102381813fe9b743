package kube

import (
	"net/url"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// ChartImage is an image that a chart's values name.
type ChartImage struct {
	Text  string
	Value graph.Value
}

// ChartImages finds the images in a chart's values, by the shapes that charts
// share: image: "registry/name:tag", image: {registry, repository}, the same
// under keys that end so (sidecarImage), and global.imageRegistry over all.
func ChartImages(values graph.Value) []ChartImage {
	global, _ := values.Attr("global").Attr("imageRegistry").Text()
	return imagesBelow(values, global)
}

func imagesBelow(v graph.Value, global string) []ChartImage {
	var found []ChartImage
	for _, key := range v.Keys() {
		child := v.Attr(key)
		if image, ok := chartImageOf(key, child, global); ok {
			found = append(found, image)
		}
		for _, e := range child.Elements() {
			found = append(found, imagesBelow(e, global)...)
		}
	}
	return found
}

func chartImageOf(key string, v graph.Value, global string) (ChartImage, bool) {
	if key != "image" && !strings.HasSuffix(key, "Image") {
		return ChartImage{}, false
	}
	if text, ok := v.Text(); ok {
		return ChartImage{text, v}, text != "" && v.Cty().Type() == cty.String
	}
	repository := v.Attr("repository")
	text, _ := repository.Text()
	if text == "" {
		return ChartImage{}, false
	}
	registry, _ := v.Attr("registry").Text()
	if global != "" {
		registry = global
	}
	if registry != "" {
		text = registry + "/" + text
	}
	return ChartImage{text, repository}, true
}

// ChartSource is where a release's chart comes from.
type ChartSource struct {
	Value graph.Value // the argument that says so
	Local bool        // a directory or an archive beside the configuration
	Host  string      // "" where it is local or cannot be told
	Names []string    // of the repository there, without and with the chart's own name
}

// SourceOfChart reads repository and chart: either may be a URL, and a chart
// without a repository is local.
func SourceOfChart(release *graph.Resource) ChartSource {
	repository, chart := release.Attr("repository"), release.Attr("chart")
	chartText, _ := chart.Text()
	if strings.Contains(chartText, "://") {
		return ChartSource{Value: chart}.at(chartText, "")
	}
	text, known := repository.Text()
	switch {
	case strings.Contains(text, "://"):
		return ChartSource{Value: repository}.at(text, chartText)
	case repository.Unset() || known && text == "":
		return ChartSource{Value: chart, Local: chart.Known()}
	}
	return ChartSource{Value: repository} // not known yet, or the name of a repository of the machine
}

func (s ChartSource) at(address, chart string) ChartSource {
	address = control.Bare(address)
	u, err := url.Parse(address)
	if err != nil || strings.Contains(address, control.Unclear) {
		return s
	}
	s.Host = u.Host
	path := strings.Trim(u.Path, "/")
	s.Names = []string{path}
	if chart != "" {
		s.Names = append(s.Names, strings.TrimPrefix(path+"/"+chart, "/"))
	}
	return s
}
