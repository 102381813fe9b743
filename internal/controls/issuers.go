package controls

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const oidcProviderType = "aws_iam_openid_connect_provider"

// issuer is who signs the tokens that an OpenID Connect provider stands for.
type issuer struct {
	membership       // the clusters whose issuer it is, or may be
	EKS        truth // no: another one's, such as a CI system's
}

// or returns what either issuer may be.
func (a issuer) or(b issuer) issuer {
	if b.EKS == no || a.Anywhere {
		return a
	}
	if a.EKS == no || b.Anywhere {
		return b
	}
	for _, cluster := range b.Clusters {
		if !slices.Contains(a.Clusters, cluster) {
			a.Clusters = append(slices.Clip(a.Clusters), cluster)
		}
	}
	a.EKS = max(a.EKS, b.EKS)
	a.Certain = a.Certain && b.Certain && len(a.Clusters) == 1
	a.Assumes = slices.Concat(a.Assumes, b.Assumes)
	return a
}

// issuerReads is what [newIssuers] reads.
func issuerReads() []control.Read {
	return []control.Read{
		{Types: []string{oidcProviderType}, Arguments: []string{"arn", "url"}},
		{Types: []string{clusterType}, Arguments: []string{"name", "id", "arn", "identity"}},
	}
}

// issuers finds the clusters of OpenID Connect providers.
type issuers struct {
	g        *graph.Graph
	clusters map[string]*graph.Resource // by known issuer, without its scheme
}

func newIssuers(g *graph.Graph) issuers {
	s := issuers{g: g, clusters: map[string]*graph.Resource{}}
	for _, cluster := range g.Resources(clusterType) {
		if url, ok := cluster.Block("identity").Block("oidc").Attr("issuer").Text(); ok {
			s.clusters[strings.TrimPrefix(url, "https://")] = cluster
		}
	}
	return s
}

// of returns the issuer of a provider, which is its url.
func (s issuers) of(provider *graph.Resource) issuer {
	url := provider.Attr("url")
	if text, ok := url.Text(); ok {
		return s.url(text)
	}
	if link := s.g.Link(url, clusterType); len(link.To) > 0 {
		return issuer{membership{Clusters: link.To, Certain: link.Certain && !link.Open, Assumes: link.Assumes}, yes}
	}
	return issuer{anywhere(s.g), maybe}
}

// url returns the issuer of a known url. EKS's are all alike:
// oidc.eks.<region>.<domain>/id/<id>, or oidc-eks.<region>.api.aws/id/<id>.
func (s issuers) url(url string) issuer {
	url = strings.TrimPrefix(url, "https://")
	if cluster := s.clusters[url]; cluster != nil {
		return issuer{membership{Clusters: []*graph.Resource{cluster}, Certain: true}, yes}
	}
	return issuer{EKS: truthOf(strings.HasPrefix(url, "oidc.eks.") || strings.HasPrefix(url, "oidc-eks."))}
}

// arn returns the issuer of a provider known by its ARN, which ends in the
// issuer's url: arn:aws:iam::<account>:oidc-provider/<url>.
func (s issuers) arn(at graph.Value, arn string) issuer {
	var found issuer
	for _, provider := range s.g.Link(at.Decoded(cty.StringVal(arn)), oidcProviderType).To {
		found = found.or(s.of(provider))
	}
	if _, url, ok := strings.Cut(arn, ":oidc-provider/"); ok && found.EKS != yes {
		return s.url(url)
	}
	return found
}
