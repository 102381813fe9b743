package main

import "github.com/hashicorp/terraform-plugin-framework/resource/schema"

func service() schema.Schema {
	return object(attrs{"wait_for_load_balancer": flag(true)}, blocks{"metadata": metadata(), "spec": block(attrs{
		"type":                        orElse("ClusterIP"),
		"cluster_ip":                  either(),
		"external_traffic_policy":     either(),
		"load_balancer_class":         optional(),
		"load_balancer_source_ranges": stringSet(),
		"selector":                    stringMap(),
	}, blocks{
		"port": block(attrs{
			"name": optional(), "port": number(), "protocol": orElse("TCP"), "target_port": either(), "app_protocol": optional(),
		}, nil),
	})})
}

// ingress differs between its versions in how a backend names its service, and
// in what the default one is called.
func ingress(backendName string, backend schema.Block) schema.Schema {
	return object(attrs{"wait_for_load_balancer": flag(false)}, blocks{"metadata": metadata(), "spec": block(attrs{
		"ingress_class_name": either(),
	}, blocks{
		backendName: backend,
		"rule": block(attrs{"host": optional()}, blocks{"http": block(nil, blocks{
			"path": block(attrs{"path": optional(), "path_type": orElse("ImplementationSpecific")}, blocks{"backend": backend}),
		})}),
		"tls": block(attrs{"hosts": stringList(), "secret_name": optional()}, nil),
	})})
}

func oldBackend() (string, schema.Block) {
	return "backend", block(attrs{"service_name": optional(), "service_port": optional()}, nil)
}

func newBackend() (string, schema.Block) {
	return "default_backend", block(nil, blocks{"service": block(attrs{"name": required()}, blocks{
		"port": block(attrs{"name": optional(), "number": number()}, nil),
	})})
}
