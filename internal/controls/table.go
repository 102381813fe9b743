// Package controls has the evaluators of the CIS EKS benchmark, one file each, and the table
// of them.
//
// An evaluator sees a graph and the settings. It does not know whether the graph
// came from a plan, a state or source, and it holds none of a control's metadata:
// titles, severities and remedies are the catalogue's.
package controls

import (
	"github.com/cisbench/terraform-provider-cisbench/internal/control"
)

// Table lists every evaluator, in the order of the benchmark.
func Table() []control.Evaluator {
	return []control.Evaluator{
		controlPlaneLogging(),
		accessEntries(),
		imageScanning(),
		ecrUserAccess(),
		ecrNodeAccess(),
		approvedRegistries(),
		dedicatedServiceAccounts(),
		secretsEncryption(),
		endpointAccess(),
		endpointPrivate(),
		privateNodes(),
		networkPolicy(),
		networkPolicyCoverage(),
		loadBalancerTLS(),
		rbacUsers(),
	}
}
