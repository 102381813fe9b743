package drawing

import "strings"

// kind says what a type is called, and in which column of which band it stands.
type kind struct {
	typ    string
	words  string
	column column
}

// column is a place from left to right in a band: ten columns to a band.
type column int

func (c column) band() int { return int(c) / 10 }

// The columns. Who uses stands to the left of what is used, as far as can be.
const (
	access column = iota
	control
	nodes
	templates
	profiles
	roles
	policies
)

const (
	workloads column = iota + 10
	keys
	subnets
	tables
	gateways
)

const (
	registries column = iota + 20
	images
	listeners
	balancers
	others
)

const bands = 3

func titles() map[column]string {
	return map[column]string{
		access: "Access and add-ons", control: "Control plane", nodes: "Nodes", templates: "Launch templates",
		profiles: "Instance profiles", roles: "Roles", policies: "Policies",
		workloads: "Workloads", keys: "Keys", subnets: "Subnets", tables: "Route tables", gateways: "Gateways",
		registries: "Registry", images: "Repositories", listeners: "Listeners", balancers: "Load balancers", others: "Others",
	}
}

// kinds lists the types that have a place of their own, in the order in which
// they stand in a column.
func kinds() []kind {
	return []kind{
		{"aws_eks_cluster", "EKS cluster", control},
		{"aws_eks_access_entry", "Access entry", access},
		{"aws_eks_access_policy_association", "Access policy", access},
		{"aws_eks_identity_provider_config", "Identity provider", access},
		{"aws_iam_openid_connect_provider", "OIDC provider", access},
		{"aws_eks_pod_identity_association", "Pod identity", access},
		{"aws_eks_addon", "Add-on", access},
		{"aws_eks_node_group", "Node group", nodes},
		{"aws_eks_fargate_profile", "Fargate profile", nodes},
		{"aws_autoscaling_group", "Auto Scaling group", nodes},
		{"aws_launch_template", "Launch template", templates},
		{"aws_launch_configuration", "Launch configuration", templates},
		{"aws_iam_instance_profile", "Instance profile", profiles},
		{"aws_iam_role", "IAM role", roles},
		{"aws_iam_user", "IAM user", roles},
		{"aws_iam_group", "IAM group", roles},
		{"aws_iam_policy", "IAM policy", policies},
		{"aws_iam_role_policy", "Inline policy", policies},
		{"aws_iam_role_policy_attachment", "Attached policy", policies},
		{"aws_iam_user_policy", "Inline policy", policies},
		{"aws_iam_user_policy_attachment", "Attached policy", policies},
		{"aws_iam_group_policy", "Inline policy", policies},
		{"aws_iam_group_policy_attachment", "Attached policy", policies},
		{"aws_iam_policy_attachment", "Attached policy", policies},
		{"aws_kms_key", "KMS key", keys},
		{"aws_kms_external_key", "KMS key", keys},
		{"aws_kms_replica_key", "KMS key", keys},
		{"aws_kms_replica_external_key", "KMS key", keys},
		{"aws_kms_alias", "KMS alias", keys},
		{"aws_subnet", "Subnet", subnets},
		{"aws_default_subnet", "Default subnet", subnets},
		{"aws_route_table", "Route table", tables},
		{"aws_default_route_table", "Default route table", tables},
		{"aws_route_table_association", "Route table association", tables},
		{"aws_route", "Route", tables},
		{"aws_internet_gateway", "Internet gateway", gateways},
		{"aws_ecr_repository", "ECR repository", images},
		{"aws_ecr_repository_policy", "Repository policy", registries},
		{"aws_ecr_registry_policy", "Registry policy", registries},
		{"aws_ecr_repository_creation_template", "Repository template", registries},
		{"aws_ecr_registry_scanning_configuration", "Scanning rules", registries},
		{"aws_ecr_pull_through_cache_rule", "Pull through cache", registries},
		{"aws_lb_listener", "Listener", listeners},
		{"aws_alb_listener", "Listener", listeners},
		{"aws_lb", "Load balancer", balancers},
		{"aws_alb", "Load balancer", balancers},
		{"aws_elb", "Classic load balancer", balancers},
		{"helm_release", "Helm release", workloads},
	}
}

// kindOf finds a type's kind. What Kubernetes runs has a column, whatever its
// type, and what nobody foresaw is shown all the same.
func (p *plan) kindOf(typ string) kind {
	if k, ok := p.kinds[typ]; ok {
		return k
	}
	if rest, ok := strings.CutPrefix(typ, "kubernetes_"); ok {
		return kind{typ, "Kubernetes " + plain(rest), workloads}
	}
	if rest, ok := strings.CutPrefix(typ, "kubectl_"); ok {
		return kind{typ, "Kubernetes " + plain(rest), workloads}
	}
	return kind{typ, typ, others}
}

// plain takes the version off a type's name: deployment_v1 is a deployment.
func plain(typ string) string {
	if at := strings.LastIndex(typ, "_v"); at > 0 && strings.Trim(typ[at+2:], "0123456789") == "" {
		typ = typ[:at]
	}
	return strings.ReplaceAll(typ, "_", " ")
}

// details tells whether a resource only says more of what it uses for a role,
// and so is drawn with it.
func details(typ, role string) bool {
	switch typ {
	case "aws_iam_role_policy_attachment", "aws_iam_role_policy":
		return role == "role"
	case "aws_route_table_association":
		return role == "subnet"
	case "aws_route":
		return role == "route_table"
	case "aws_kms_alias":
		return role == "key"
	}
	return false
}
