package iampolicy

import "strings"

// baselineRow are actions of an AWS managed policy of the worker baseline.
type baselineRow struct {
	policy   string
	resource string // the pattern that the actions are limited to; empty: none
	actions  string
}

// networkInterfaces are the only resources on which a CNI tags.
const networkInterfaces = "arn:aws*:ec2:*:*:network-interface/*"

// baselineActions are the actions of the baseline's managed policies (AWS
// Managed Policy Reference Guide; the versions of August 2026), of which those
// left out are subsets, and of the IPv6 CNI policy (Amazon EKS user guide,
// "Create IAM policy for clusters that use the IPv6 family").
func baselineActions() []baselineRow {
	return []baselineRow{
		{"AmazonEKSWorkerNodePolicy", "", `ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeRouteTables
			ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes ec2:DescribeVolumesModifications
			ec2:DescribeVpcs eks:DescribeCluster eks-auth:AssumeRoleForPodIdentity`},
		{"AmazonEKS_CNI_Policy", "", `ec2:AssignPrivateIpAddresses ec2:AttachNetworkInterface
			ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeInstances ec2:DescribeTags
			ec2:DescribeNetworkInterfaces ec2:DescribeInstanceTypes ec2:DescribeSubnets ec2:DescribeSecurityGroups
			ec2:DetachNetworkInterface ec2:ModifyNetworkInterfaceAttribute ec2:UnassignPrivateIpAddresses`},
		{"AmazonEKS_CNI_Policy", networkInterfaces, `ec2:CreateTags`},
		{"IPv6 CNI", "", `ec2:AssignIpv6Addresses ec2:UnassignIpv6Addresses ec2:DescribeInstances ec2:DescribeTags
			ec2:DescribeNetworkInterfaces ec2:DescribeInstanceTypes`},
		{"IPv6 CNI", networkInterfaces, `ec2:CreateTags`},
		{"AmazonEC2ContainerRegistryReadOnly", "", `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability
			ecr:GetDownloadUrlForLayer ecr:GetRepositoryPolicy ecr:DescribeRepositories ecr:ListImages
			ecr:DescribeImages ecr:BatchGetImage ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview
			ecr:ListTagsForResource ecr:DescribeImageScanFindings`},
		{"AmazonEC2ContainerRegistryPullOnly", "", `ecr:GetAuthorizationToken ecr:BatchGetImage
			ecr:GetDownloadUrlForLayer ecr:BatchImportUpstreamImage`},
		{"AmazonElasticContainerRegistryPublicReadOnly", "", `sts:GetServiceBearerToken`},
		{"AmazonSSMManagedInstanceCore", "", `ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance
			ssm:GetDocument ssm:DescribeDocument ssm:GetManifest ssm:GetParameter ssm:GetParameters
			ssm:ListAssociations ssm:ListInstanceAssociations ssm:PutInventory ssm:PutComplianceItems
			ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus ssm:UpdateInstanceAssociationStatus
			ssm:UpdateInstanceInformation ssmmessages:* ec2messages:*`},
		{"CloudWatchAgentServerPolicy", "", `cloudwatch:PutMetricData ec2:DescribeVolumes ec2:DescribeTags
			logs:PutLogEvents logs:PutRetentionPolicy logs:DescribeLogStreams logs:DescribeLogGroups
			logs:CreateLogStream logs:CreateLogGroup ssm:GetParameter`},
		{"AWSXRayDaemonWriteAccess", "", `xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules
			xray:GetSamplingTargets xray:GetSamplingStatisticSummaries`},
	}
}

// Document is the document of a policy of the baseline, as far as ECR goes: its reads, and
// BatchImportUpstreamImage, which with another policy's CreateRepository is a pull through
// cache. It is empty for every other policy.
func (m ManagedPolicy) Document() Document {
	var doc Document
	for _, row := range baselineActions() {
		if row.policy == m.Name && strings.Contains(row.actions, "ecr:") {
			doc.Statements = append(doc.Statements, Statement{
				Effect:    Known(Allow),
				Actions:   KnownList(strings.Fields(row.actions)...),
				Resources: KnownList("*"),
			})
		}
	}
	return doc
}
