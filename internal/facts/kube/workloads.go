package kube

import (
	"slices"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

// podSpec is where the pod of a workload is written: as the kubernetes
// provider's blocks, and in a manifest of the kind.
type podSpec struct {
	types []string // with and without the suffix _v1
	kinds []string
	path  []string // from the resource, or the object, to the pod's spec
	paths []string // the same in a manifest, where it differs
}

func podSpecs() []podSpec {
	template := []string{"spec", "template", "spec"}
	return []podSpec{
		{
			types: []string{"kubernetes_pod", "kubernetes_pod_v1"},
			kinds: []string{"Pod"},
			path:  []string{"spec"},
		}, {
			types: []string{
				"kubernetes_deployment", "kubernetes_deployment_v1",
				"kubernetes_daemonset", "kubernetes_daemon_set", "kubernetes_daemon_set_v1",
				"kubernetes_stateful_set", "kubernetes_stateful_set_v1",
				"kubernetes_job", "kubernetes_job_v1",
				"kubernetes_replication_controller", "kubernetes_replication_controller_v1",
			},
			kinds: []string{"Deployment", "DaemonSet", "StatefulSet", "Job", "ReplicationController", "ReplicaSet"},
			path:  template,
		}, {
			types: []string{"kubernetes_cron_job", "kubernetes_cron_job_v1"},
			kinds: []string{"CronJob"},
			path:  append([]string{"spec", "job_template"}, template...),
			paths: append([]string{"spec", "jobTemplate"}, template...),
		},
	}
}

// WorkloadTypes are the resources that name container images in blocks.
func WorkloadTypes() []string {
	var types []string
	for _, p := range podSpecs() {
		types = append(types, p.types...)
	}
	return types
}

func WorkloadReads() control.Read {
	return control.Read{Types: WorkloadTypes(), Arguments: []string{"spec"}}
}

// WorkloadImages returns the images of a workload's containers. An image left
// out is none; one that is not known yet is unknown.
func WorkloadImages(r *graph.Resource) []graph.Value {
	for _, p := range podSpecs() {
		if slices.Contains(p.types, r.Type) {
			return imagesIn(r.Lookup(p.path...).First(), "container", "init_container")
		}
	}
	return nil
}

// ManifestImages returns the images that an object names: a workload's, and
// those of any other object that holds a list of containers somewhere.
func ManifestImages(m Manifest) []graph.Value {
	for _, p := range podSpecs() {
		if !slices.Contains(p.kinds, m.Kind) {
			continue
		}
		spec := m.Object
		for _, name := range slices.Concat(p.paths, p.path)[:len(p.path)] {
			spec = spec.Attr(name)
		}
		return imagesIn(spec, "containers", "initContainers", "ephemeralContainers")
	}
	return containersAnywhere(m.Object)
}

// MayHoldContainers reports whether objects of a kind may name images: workloads,
// and whatever is not one of the kinds of Kubernetes itself that name none.
func MayHoldContainers(kind string) bool {
	switch kind {
	case "ConfigMap", "Secret", "Namespace", "ServiceAccount", "Service", "Endpoints", "EndpointSlice",
		"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding", "NetworkPolicy", "Ingress", "IngressClass",
		"PersistentVolume", "PersistentVolumeClaim", "StorageClass", "CSIDriver", "ResourceQuota", "LimitRange",
		"PodDisruptionBudget", "HorizontalPodAutoscaler", "PriorityClass", "RuntimeClass", "CustomResourceDefinition",
		"APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
		return false
	}
	return true
}

func imagesIn(spec graph.Value, containers ...string) []graph.Value {
	var images []graph.Value
	for _, name := range containers {
		for _, container := range spec.Attr(name).Elements() {
			if image := container.Attr("image"); !image.Unset() {
				images = append(images, image)
			}
		}
	}
	return images
}

func containersAnywhere(v graph.Value) []graph.Value {
	if v.Opaque() {
		return nil
	}
	images := imagesIn(v, "containers", "initContainers", "ephemeralContainers")
	for _, key := range v.Keys() {
		for _, e := range v.Attr(key).Elements() {
			images = append(images, containersAnywhere(e)...)
		}
	}
	return images
}
