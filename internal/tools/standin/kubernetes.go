package main

import (
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func kubernetes() standin {
	kinds := map[string]schema.Schema{
		"kubernetes_manifest":           manifest(),
		"kubernetes_config_map_v1_data": configMapData(),
		// These two had another name before they had a version.
		"kubernetes_daemonset":     workload(),
		"kubernetes_daemon_set_v1": workload(),
		"kubernetes_ingress":       ingress(oldBackend()),
		"kubernetes_ingress_v1":    ingress(newBackend()),
	}
	for name, schema := range map[string]schema.Schema{
		"kubernetes_pod":                    pod(),
		"kubernetes_deployment":             workload(),
		"kubernetes_stateful_set":           workload(),
		"kubernetes_replication_controller": workload(),
		"kubernetes_job":                    workload(),
		"kubernetes_cron_job":               cronJob(),
		"kubernetes_service":                service(),
		"kubernetes_service_account":        object(nil, blocks{"metadata": metadata()}),
		"kubernetes_namespace":              object(nil, blocks{"metadata": metadata()}),
		"kubernetes_config_map":             configMap(),
		"kubernetes_network_policy":         networkPolicy(),
		"kubernetes_role_binding":           binding(),
		"kubernetes_cluster_role_binding":   binding(),
	} {
		kinds[name], kinds[name+"_v1"] = schema, schema
	}
	return standin{
		name:   "kubernetes",
		config: providerschema.Schema{Attributes: access(), Blocks: execBlock()},
		kinds:  kinds,
	}
}

func metadata() schema.Block {
	return block(attrs{
		"name":             either(),
		"namespace":        orElse("default"),
		"generate_name":    optional(),
		"labels":           stringMap(),
		"annotations":      stringMap(),
		"generation":       schema.NumberAttribute{Computed: true},
		"resource_version": computed(),
		"uid":              computed(),
	}, nil)
}

// manifest has the one argument of its kind whose type is not fixed. The real
// provider asks the cluster for `object` when it plans.
func manifest() schema.Schema {
	return schema.Schema{Attributes: attrs{
		"manifest":        schema.DynamicAttribute{Required: true},
		"object":          schema.DynamicAttribute{Optional: true, Computed: true},
		"computed_fields": stringList(),
	}}
}

func configMap() schema.Schema {
	return object(attrs{
		"data":        stringMap(),
		"binary_data": stringMap(),
		"immutable":   schema.BoolAttribute{Optional: true},
	}, blocks{"metadata": metadata()})
}

// configMapData edits a ConfigMap that something else created.
func configMapData() schema.Schema {
	return object(attrs{
		"data":          stringMap(),
		"force":         schema.BoolAttribute{Optional: true},
		"field_manager": orElse("Terraform"),
	}, blocks{"metadata": block(attrs{"name": required(), "namespace": orElse("default")}, nil)})
}

func networkPolicy() schema.Schema {
	return object(nil, blocks{"metadata": metadata(), "spec": block(attrs{
		"policy_types": stringList(),
	}, blocks{
		"pod_selector": block(attrs{"match_labels": stringMap()}, nil),
		"ingress":      block(nil, nil),
		"egress":       block(nil, nil),
	})})
}

func binding() schema.Schema {
	return object(nil, blocks{
		"metadata": metadata(),
		"role_ref": block(attrs{"api_group": required(), "kind": required(), "name": required()}, nil),
		"subject": block(attrs{
			"api_group": either(), "kind": required(), "name": required(), "namespace": orElse("default"),
		}, nil),
	})
}
