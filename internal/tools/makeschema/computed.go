package main

// computedBlocks are nested blocks that the provider fills when they are left
// out. Schemas tell it of attributes alone; this is what plans of the real
// provider show, and a test of package schema holds it to the project's plans.
func computedBlocks() map[string]bool {
	return map[string]bool{
		"resource aws_alb.subnet_mapping":                                           true,
		"resource aws_alb_listener.mutual_authentication":                           true,
		"resource aws_autoscaling_group.availability_zone_distribution":             true,
		"resource aws_autoscaling_group.capacity_reservation_specification":         true,
		"resource aws_autoscaling_group.launch_template":                            true,
		"resource aws_autoscaling_group.mixed_instances_policy":                     true,
		"resource aws_autoscaling_group.traffic_source":                             true,
		"resource aws_eks_cluster.access_config":                                    true,
		"resource aws_eks_cluster.kubernetes_network_config":                        true,
		"resource aws_eks_cluster.kubernetes_network_config.elastic_load_balancing": true,
		"resource aws_eks_cluster.upgrade_policy":                                   true,
		"resource aws_eks_node_group.node_repair_config":                            true,
		"resource aws_eks_node_group.update_config":                                 true,
		"resource aws_elb.health_check":                                             true,
		"resource aws_iam_role.inline_policy":                                       true,
		"resource aws_launch_configuration.ebs_block_device":                        true,
		"resource aws_launch_configuration.metadata_options":                        true,
		"resource aws_launch_configuration.root_block_device":                       true,
		"resource aws_launch_template.metadata_options":                             true,
		"resource aws_lb.subnet_mapping":                                            true,
		"resource aws_lb_listener.mutual_authentication":                            true,
	}
}
