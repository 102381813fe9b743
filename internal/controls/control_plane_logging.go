package controls

import (
	"slices"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/eks"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// controlPlaneLogs are the types of log that a control plane has (Amazon EKS user guide,
// "Send control plane logs to CloudWatch Logs").
func controlPlaneLogs() []string {
	return []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}
}

// controlPlaneLogging evaluates 2.1.1 of eks-2.0.0. A cluster passes if it sends every type
// of control plane log.
func controlPlaneLogging() control.Evaluator {
	return control.Evaluator{
		Key:      "control-plane-logging",
		Subjects: []string{eks.ClusterType},
		Reads:    []control.Read{{Types: []string{eks.ClusterType}, Arguments: []string{"enabled_cluster_log_types"}}},
		Evaluate: func(in control.Input) []control.Verdict {
			var verdicts []control.Verdict
			for _, cluster := range in.Graph.Resources(eks.ClusterType) {
				logs := cluster.Attr("enabled_cluster_log_types")
				verdicts = append(verdicts, everyLog(logs).On(cluster).In(cluster).Because(logs))
			}
			return verdicts
		},
	}
}

func everyLog(logs graph.Value) control.Verdict {
	sent, all := logs.Strings()
	missing := slices.DeleteFunc(controlPlaneLogs(), func(log string) bool { return slices.Contains(sent, log) })
	switch {
	case len(missing) == 0:
		return control.Pass(logs, "every type of control plane log is sent")
	case !all:
		return control.Unknown(logs)
	case len(sent) == 0:
		return control.Fail(logs, "enabled_cluster_log_types is not set: no control plane log is sent")
	}
	return control.Fail(logs, "enabled_cluster_log_types does not have %s", strings.Join(missing, ", "))
}
