package iampolicy

import "github.com/cisbench/terraform-provider-cisbench/internal/logic"

// TablesDate is the month of the facts in this package's tables of managed policies, ECR
// actions and condition keys.
const TablesDate = "2026-08"

// managedRow is about AWS managed policies, named without their path; a star
// stands for any text.
type managedRow struct {
	names             string
	writesECR, beyond logic.Truth
}

// managedPolicies is the table of AWS managed policies that are met on node
// roles, judged by their documents: AWS Managed Policy Reference Guide, and a
// public dataset of the documents, August 2026.
func managedPolicies() []managedRow {
	return []managedRow{
		// The worker baseline, and other policies that only pull images.
		{`AmazonEKSWorkerNodePolicy AmazonEKSWorkerNodeMinimalPolicy AmazonEKS_CNI_Policy
			AmazonEC2ContainerRegistryReadOnly AmazonEC2ContainerRegistryPullOnly
			AmazonElasticContainerRegistryPublicReadOnly AmazonSSMManagedInstanceCore
			AmazonSSMManagedEC2InstanceDefaultPolicy CloudWatchAgentServerPolicy AWSXRayDaemonWriteAccess
			AmazonEKSFargatePodExecutionRolePolicy AWSAppRunnerServicePolicyForECRAccess
			AmazonECSTaskExecutionRolePolicy`, logic.No, logic.No},
		// ECR writes and nothing that another control than ECR's would mind.
		{fullECRPolicies + ` AmazonEC2ContainerRegistryPowerUser AmazonElasticContainerRegistryPublicPowerUser`, logic.Yes, logic.No},
		// ECR writes among much else. PowerUserAccess is a NotAction of iam, organizations and account.
		{`AdministratorAccess PowerUserAccess EC2InstanceProfileForImageBuilderECRContainerBuilds
			EC2ImageBuilderExecutionPolicy AWSElasticBeanstalkEKSImageBuild AWSElasticBeanstalkFullAccess
			AmazonSageMakerFullAccess`, logic.Yes, logic.Yes},
		// What workloads need, without ECR writes.
		{`AmazonEBSCSIDriverPolicy AmazonEBSCSIDriverPolicyV2 AmazonEFSCSIDriverPolicy AmazonS3*
			AmazonPrometheusRemoteWriteAccess CloudWatchAgentAdminPolicy AmazonEC2RoleforSSM
			EC2InstanceProfileForImageBuilder AmazonEKSClusterPolicy AmazonEKSServicePolicy AmazonEKSComputePolicy
			AmazonEKSNetworkingPolicy AmazonEKSBlockStoragePolicy AmazonEKSLoadBalancingPolicy
			AmazonEKSVPCResourceController ViewOnlyAccess ReadOnlyAccess`, logic.No, logic.Yes},
	}
}

// fullECRPolicies allow every action of ECR, or of ECR Public, by name.
const fullECRPolicies = `AmazonEC2ContainerRegistryFullAccess AmazonElasticContainerRegistryPublicFullAccess`
