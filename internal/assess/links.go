package assess

// link says which argument of a type points at what, and what for. The roles
// are words of the report.
type link struct {
	from string
	path []string // of the argument, through every block of each name
	role string
	to   []string
}

// links lists the links that a drawing always shows.
func links() []link {
	cluster := []string{"aws_eks_cluster"}
	role := []string{"aws_iam_role"}
	subnet := []string{"aws_subnet", "aws_default_subnet"}
	template := []string{"aws_launch_template"}
	key := []string{"aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key", "aws_kms_alias"}
	return []link{
		{"aws_eks_cluster", []string{"role_arn"}, "cluster_role", role},
		{"aws_eks_cluster", []string{"vpc_config", "subnet_ids"}, "subnet", subnet},
		{"aws_eks_cluster", []string{"encryption_config", "provider", "key_arn"}, "key", key},
		{"aws_eks_cluster", []string{"compute_config", "node_role_arn"}, "node_role", role},

		{"aws_eks_node_group", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_node_group", []string{"node_role_arn"}, "node_role", role},
		{"aws_eks_node_group", []string{"subnet_ids"}, "subnet", subnet},
		{"aws_eks_node_group", []string{"launch_template", "id"}, "launch_template", template},
		{"aws_eks_node_group", []string{"launch_template", "name"}, "launch_template", template},
		{"aws_eks_fargate_profile", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_fargate_profile", []string{"pod_execution_role_arn"}, "node_role", role},
		{"aws_eks_fargate_profile", []string{"subnet_ids"}, "subnet", subnet},
		{"aws_eks_addon", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_addon", []string{"service_account_role_arn"}, "service_account_role", role},
		{"aws_eks_access_entry", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_access_entry", []string{"principal_arn"}, "principal", role},
		{"aws_eks_access_policy_association", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_access_policy_association", []string{"principal_arn"}, "principal", role},
		{"aws_eks_pod_identity_association", []string{"cluster_name"}, "cluster", cluster},
		{"aws_eks_pod_identity_association", []string{"role_arn"}, "service_account_role", role},
		{"aws_eks_identity_provider_config", []string{"cluster_name"}, "cluster", cluster},
		{"aws_iam_openid_connect_provider", []string{"url"}, "cluster", cluster},

		{"aws_iam_role_policy_attachment", []string{"role"}, "role", role},
		{"aws_iam_role_policy_attachment", []string{"policy_arn"}, "policy", []string{"aws_iam_policy"}},
		{"aws_iam_role_policy", []string{"role"}, "role", role},
		{"aws_iam_instance_profile", []string{"role"}, "role", role},
		{"aws_launch_template", []string{"iam_instance_profile", "name"}, "instance_profile", []string{"aws_iam_instance_profile"}},
		{"aws_autoscaling_group", []string{"launch_template", "id"}, "launch_template", template},
		{"aws_autoscaling_group", []string{"vpc_zone_identifier"}, "subnet", subnet},
		{"aws_kms_alias", []string{"target_key_id"}, "key", key[:4]},

		{"aws_ecr_repository_policy", []string{"repository"}, "repository", []string{"aws_ecr_repository"}},
		{"aws_lb_listener", []string{"load_balancer_arn"}, "load_balancer", []string{"aws_lb", "aws_alb"}},
		{"aws_alb_listener", []string{"load_balancer_arn"}, "load_balancer", []string{"aws_lb", "aws_alb"}},
	}
}

// outlying is a link that is shown only where one of its ends has been drawn
// for another reason: what lies behind a subnet matters where something is in it.
type outlying struct {
	link
	outward bool // From is the end that must be drawn; otherwise To is
}

// outskirts lists the outlying links from the inside out: what is drawn for one
// may bring in those that come later.
func outskirts() []outlying {
	subnet := []string{"aws_subnet", "aws_default_subnet"}
	table := []string{"aws_route_table", "aws_default_route_table"}
	gateway := []string{"aws_internet_gateway"}
	return []outlying{
		{link{"aws_route_table_association", []string{"subnet_id"}, "subnet", subnet}, false},
		{link{"aws_route_table_association", []string{"route_table_id"}, "route_table", table}, true},
		{link{"aws_route", []string{"route_table_id"}, "route_table", table}, false},
		{link{"aws_route", []string{"gateway_id"}, "internet_gateway", gateway}, true},
		{link{"aws_route_table", []string{"route", "gateway_id"}, "internet_gateway", gateway}, true},
		{link{"aws_default_route_table", []string{"route", "gateway_id"}, "internet_gateway", gateway}, true},
	}
}

// drawn lists every link that a drawing may show.
func drawn() []link {
	all := links()
	for _, l := range outskirts() {
		all = append(all, l.link)
	}
	return all
}
