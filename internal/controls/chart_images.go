package controls

import (
	"net/url"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// chartImage is an image that a chart's values name.
type chartImage struct {
	text  string
	value graph.Value
}

// chartImages finds the images in a chart's values, by the shapes that charts
// share: image: "registry/name:tag", image: {registry, repository}, the same
// under keys that end so (sidecarImage), and global.imageRegistry over all.
func chartImages(values graph.Value) []chartImage {
	global, _ := values.Attr("global").Attr("imageRegistry").Text()
	return imagesBelow(values, global)
}

func imagesBelow(v graph.Value, global string) []chartImage {
	var found []chartImage
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

func chartImageOf(key string, v graph.Value, global string) (chartImage, bool) {
	if key != "image" && !strings.HasSuffix(key, "Image") {
		return chartImage{}, false
	}
	if text, ok := v.Text(); ok {
		return chartImage{text, v}, text != "" && v.Cty().Type() == cty.String
	}
	repository := v.Attr("repository")
	text, _ := repository.Text()
	if text == "" {
		return chartImage{}, false
	}
	registry, _ := v.Attr("registry").Text()
	if global != "" {
		registry = global
	}
	if registry != "" {
		text = registry + "/" + text
	}
	return chartImage{text, repository}, true
}

// chartSource is where a release's chart comes from.
type chartSource struct {
	value graph.Value // the argument that says so
	local bool        // a directory or an archive beside the configuration
	host  string      // "" where it is local or cannot be told
	names []string    // of the repository there, without and with the chart's own name
}

// sourceOfChart reads repository and chart: either may be a URL, and a chart
// without a repository is local.
func sourceOfChart(release *graph.Resource) chartSource {
	repository, chart := release.Attr("repository"), release.Attr("chart")
	chartText, _ := chart.Text()
	if strings.Contains(chartText, "://") {
		return chartSource{value: chart}.at(chartText, "")
	}
	text, known := repository.Text()
	switch {
	case strings.Contains(text, "://"):
		return chartSource{value: repository}.at(text, chartText)
	case repository.Unset() || known && text == "":
		return chartSource{value: chart, local: chart.Known()}
	}
	return chartSource{value: repository} // not known yet, or the name of a repository of the machine
}

func (s chartSource) at(address, chart string) chartSource {
	u, err := url.Parse(control.Bare(address))
	if err != nil || strings.Contains(u.Path, "@") { // of a password with a slash in it, no host is certain
		return s
	}
	s.host = u.Host
	path := strings.Trim(u.Path, "/")
	s.names = []string{path}
	if chart != "" {
		s.names = append(s.names, strings.TrimPrefix(path+"/"+chart, "/"))
	}
	return s
}
