package controls

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/benchmark"
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/kms"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// secretsEncryption decides 5.3.1. A cluster passes when Kubernetes secrets are
// encrypted with a KMS key that is the customer's, enabled and fit for it.
func secretsEncryption() control.Evaluator {
	return control.Evaluator{
		Key:      "secrets-encryption",
		Subjects: []string{eks.ClusterType},
		Reads: append(kms.KeyReads(), control.Read{
			Types: []string{eks.ClusterType}, Arguments: []string{"encryption_config", "outpost_config"},
		}),
		Evaluate: func(in control.Input) []control.Verdict {
			keys := kms.NewKeyring(in.Graph)
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				verdicts = append(verdicts, encryptedSecrets(keys, cluster, in.Requires).On(cluster).In(cluster))
			}
			return verdicts
		},
	}
}

func encryptedSecrets(keys *kms.Keyring, cluster *graph.Resource, requires benchmark.Requirement) control.Verdict {
	written := cluster.Attr("encryption_config")
	if len(written.Elements()) == 0 {
		return ownedByAWS(written, cluster.Attr("outpost_config"))
	}
	config := written.First()
	if config.Opaque() {
		return control.Unknown(config)
	}
	resources := config.Attr("resources")
	names, all := resources.Strings()
	// resources is deprecated: from Kubernetes 1.28 on EKS encrypts all that its API
	// stores (EKS API, EncryptionConfig).
	secrets := requires.KeyOnly || len(names) == 0 && all || slices.Contains(names, "secrets")
	arn := config.Block("provider").Attr("key_arn")
	key := keys.Behind(arn).On(arn.Resource()).Because(arn)
	switch {
	case !secrets && all:
		return control.Fail(resources, "encryption_config leaves secrets out of its resources").Because(resources)
	case secrets || key.Status == finding.Fail:
		return key
	default:
		return control.Unknown(resources)
	}
}

// ownedByAWS judges a cluster without encryption_config. From Kubernetes 1.28
// on EKS encrypts all the same, with a key that is not the customer's. On
// Outposts it takes no encryption_config.
func ownedByAWS(config, outpost graph.Value) control.Verdict {
	switch {
	case outpost.Opaque():
		return control.Unknown(outpost)
	case len(outpost.Elements()) > 0:
		return control.Manual(config, "the cluster runs on an Outpost, where EKS takes no encryption_config: look at how its secrets are stored")
	default:
		return control.Fail(config, "encryption_config is left out: EKS encrypts secrets with a key that AWS owns at best (from Kubernetes 1.28 on), and the control asks for a customer managed one")
	}
}
