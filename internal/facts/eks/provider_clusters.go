package eks

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// ProviderClusterReads is what [Connections] and [ByProvider] read.
func ProviderClusterReads() []control.Read {
	return []control.Read{
		{Types: []string{ClusterType}, Arguments: []string{"name", "id", "arn", "endpoint"}},
		{Types: []string{clusterAuthType}, Arguments: []string{"name"}},
		{
			Types: []string{"provider.kubernetes", "provider.helm", "provider.kubectl"},
			Arguments: []string{
				"host", "cluster_ca_certificate", "token", "exec", "kubernetes",
				"config_path", "config_paths", "config_context", "config_context_cluster",
			},
		},
	}
}

// InClusters gives the verdict for each cluster that its subject belongs to, or
// may. Of a subject that may belong to any cluster, which one is not said.
func InClusters(v control.Verdict, m Membership) []control.Verdict {
	if m.Anywhere || len(m.Clusters) == 0 {
		return []control.Verdict{v}
	}
	var verdicts []control.Verdict
	for _, cluster := range m.Clusters {
		verdicts = append(verdicts, v.In(cluster).Assuming(m.Assumes...))
	}
	return verdicts
}
