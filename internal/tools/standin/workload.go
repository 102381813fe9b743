package main

import "github.com/hashicorp/terraform-plugin-framework/resource/schema"

func pod() schema.Schema {
	return object(nil, blocks{"metadata": metadata(), "spec": podSpec()})
}

// workload is whatever runs pods by a template: the kinds differ in arguments
// that no case writes.
func workload() schema.Schema {
	return object(attrs{"wait_for_rollout": flag(true)}, blocks{"metadata": metadata(), "spec": block(attrs{
		"replicas":     either(),
		"service_name": optional(),
	}, blocks{
		"selector": selector(),
		"template": template(),
	})})
}

func cronJob() schema.Schema {
	return object(nil, blocks{"metadata": metadata(), "spec": block(attrs{"schedule": required()}, blocks{
		"job_template": block(nil, blocks{"metadata": metadata(), "spec": block(nil, blocks{"template": template()})}),
	})})
}

func selector() schema.Block { return block(attrs{"match_labels": stringMap()}, nil) }

func template() schema.Block {
	return block(nil, blocks{"metadata": metadata(), "spec": podSpec()})
}

func podSpec() schema.Block {
	return block(attrs{
		"service_account_name": either(),
		"node_selector":        stringMap(),
		"restart_policy":       orElse("Always"),
	}, blocks{"container": container(), "init_container": container()})
}

func container() schema.Block {
	return block(attrs{
		"name":              required(),
		"image":             optional(),
		"image_pull_policy": either(),
		"command":           stringList(),
		"args":              stringList(),
	}, blocks{
		"env":  block(attrs{"name": required(), "value": optional()}, nil),
		"port": block(attrs{"name": optional(), "container_port": number()}, nil),
	})
}
