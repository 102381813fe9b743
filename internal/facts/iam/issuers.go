package iam

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const OIDCProviderType = "aws_iam_openid_connect_provider"

// issuer is who signs the tokens that an OpenID Connect provider stands for.
type issuer struct {
	eks.Membership             // the clusters whose issuer it is, or may be
	EKS            logic.Truth // no: another one's, such as a CI system's
}

// oneOf returns the issuer that is one of several.
func oneOf(g *graph.Graph, candidates []issuer) issuer {
	found := candidates[0]
	clusters := map[*graph.Resource]bool{}
	for _, cluster := range found.Clusters {
		clusters[cluster] = true
	}
	for _, other := range candidates[1:] {
		if other.EKS != found.EKS {
			found.EKS = logic.Maybe
		}
		found.Anywhere = found.Anywhere || other.Anywhere
		for _, cluster := range other.Clusters {
			if !clusters[cluster] {
				clusters[cluster] = true
				found.Clusters = append(slices.Clip(found.Clusters), cluster)
			}
		}
		found.Certain = false
	}
	found.Membership = eks.Among(g, found.Membership)
	return found
}

// issuerReads is what [NewIssuers] reads.
func issuerReads() []control.Read {
	return []control.Read{
		{Types: []string{OIDCProviderType}, Arguments: []string{"arn", "url"}},
		{Types: []string{eks.ClusterType}, Arguments: []string{"name", "id", "arn", "identity"}},
	}
}

// Issuers finds the clusters of OpenID Connect providers.
type Issuers struct {
	g        *graph.Graph
	clusters map[string]*graph.Resource // by known issuer, without its scheme
	found    map[*graph.Resource]issuer // of each provider
}

func NewIssuers(g *graph.Graph) Issuers {
	s := Issuers{g: g, clusters: map[string]*graph.Resource{}, found: map[*graph.Resource]issuer{}}
	for _, cluster := range g.Resources(eks.ClusterType) {
		if url, ok := cluster.Block("identity").Block("oidc").Attr("issuer").Text(); ok {
			s.clusters[strings.TrimPrefix(url, "https://")] = cluster
		}
	}
	return s
}

// Of returns the issuer of a provider, which is its url.
func (s Issuers) Of(provider *graph.Resource) issuer {
	found, ok := s.found[provider]
	if !ok {
		found = s.find(provider)
		s.found[provider] = found
	}
	return found
}

func (s Issuers) find(provider *graph.Resource) issuer {
	url := provider.Attr("url")
	if text, ok := url.Text(); ok {
		return s.url(text)
	}
	if link := s.g.Link(url, eks.ClusterType); len(link.To) > 0 {
		return issuer{eks.Linked(s.g, link), logic.Yes}
	}
	return issuer{eks.Anywhere(s.g), logic.Maybe}
}

// url returns the issuer of a known url. EKS's are all alike:
// oidc.eks.<region>.<domain>/id/<id>, or oidc-eks.<region>.api.aws/id/<id>.
func (s Issuers) url(url string) issuer {
	url = strings.TrimPrefix(url, "https://")
	if cluster := s.clusters[url]; cluster != nil {
		return issuer{eks.Membership{Clusters: []*graph.Resource{cluster}, Certain: true}, logic.Yes}
	}
	return issuer{EKS: logic.Of(strings.HasPrefix(url, "oidc.eks.") || strings.HasPrefix(url, "oidc-eks."))}
}

// arn returns the issuer of a provider known by its ARN, which ends in the
// issuer's url: arn:aws:iam::<account>:oidc-provider/<url>.
func (s Issuers) arn(arn string) issuer {
	_, url, _ := strings.Cut(arn, ":oidc-provider/")
	return s.url(url)
}
