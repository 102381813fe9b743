package iampolicy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

func TestManaged(t *testing.T) {
	for _, tt := range []struct {
		verdict     string
		names       string
		ecr, beyond logic.Truth
	}{
		{"baseline", `AmazonEKSWorkerNodePolicy AmazonEKSWorkerNodeMinimalPolicy AmazonEKS_CNI_Policy
			AmazonEC2ContainerRegistryReadOnly AmazonEC2ContainerRegistryPullOnly
			AmazonElasticContainerRegistryPublicReadOnly AmazonSSMManagedInstanceCore
			AmazonSSMManagedEC2InstanceDefaultPolicy CloudWatchAgentServerPolicy AWSXRayDaemonWriteAccess
			AmazonEKSFargatePodExecutionRolePolicy service-role/AWSAppRunnerServicePolicyForECRAccess
			service-role/AmazonECSTaskExecutionRolePolicy`, logic.No, logic.No},
		{"ECR write", `AmazonEC2ContainerRegistryPowerUser AmazonEC2ContainerRegistryFullAccess
			AmazonElasticContainerRegistryPublicPowerUser AmazonElasticContainerRegistryPublicFullAccess`, logic.Yes, logic.No},
		{"ECR write and more", `AdministratorAccess PowerUserAccess EC2InstanceProfileForImageBuilderECRContainerBuilds
			EC2ImageBuilderExecutionPolicy AWSElasticBeanstalkEKSImageBuild AWSElasticBeanstalkFullAccess
			AmazonSageMakerFullAccess`, logic.Yes, logic.Yes},
		{"workloads", `service-role/AmazonEBSCSIDriverPolicy AmazonEBSCSIDriverPolicyV2
			service-role/AmazonEFSCSIDriverPolicy AmazonS3FullAccess AmazonS3ReadOnlyAccess
			AmazonS3ObjectLambdaExecutionRolePolicy AmazonPrometheusRemoteWriteAccess CloudWatchAgentAdminPolicy
			service-role/AmazonEC2RoleforSSM EC2InstanceProfileForImageBuilder AmazonEKSClusterPolicy
			AmazonEKSServicePolicy AmazonEKSComputePolicy AmazonEKSNetworkingPolicy AmazonEKSBlockStoragePolicy
			AmazonEKSLoadBalancingPolicy AmazonEKSVPCResourceController job-function/ViewOnlyAccess ReadOnlyAccess`, logic.No, logic.Yes},
	} {
		for _, name := range strings.Fields(tt.names) {
			base := name[strings.LastIndex(name, "/")+1:]
			want := ManagedPolicy{Name: base, WritesECR: tt.ecr, BeyondBaseline: tt.beyond, FullECR: strings.HasSuffix(base, "RegistryFullAccess") || base == "AmazonElasticContainerRegistryPublicFullAccess"}
			for _, spelled := range []string{
				"arn:aws:iam::aws:policy/" + name, "arn:aws-cn:iam::aws:policy/" + name,
				"arn:aws-us-gov:iam::aws:policy/" + name, name, base,
			} {
				got, ok := Managed(spelled)
				if !ok {
					t.Errorf("Managed(%q): not found", spelled)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: Managed(%q) (-want +got):\n%s", tt.verdict, spelled, diff)
				}
				if !got.Listed() {
					t.Errorf("Managed(%q): Listed = false, want true", spelled)
				}
			}
		}
	}
}

func TestManagedElse(t *testing.T) {
	for _, tt := range []struct {
		arnOrName string
		found     bool
	}{
		{"arn:aws:iam::aws:policy/AmazonEKSLocalOutpostClusterPolicy", true},
		{"arn:aws:iam::aws:policy/aws-service-role/AWSServiceRoleForAmazonEKSNodegroup", true},
		{"AmazonEKSLocalOutpostClusterPolicy", false},
		{"amazoneksworkernodepolicy", false}, // ARNs are compared with case
		{"arn:aws:iam::111122223333:policy/AmazonEKSWorkerNodePolicy", false},
		{"arn:aws:iam::aws:role/AmazonEKSWorkerNodePolicy", false},
		{"arn:aws:s3::aws:policy/AmazonEKSWorkerNodePolicy", false},
		{"AmazonEKSWorkerNodePolicy-extra", false},
		{"", false},
	} {
		got, ok := Managed(tt.arnOrName)
		if ok != tt.found {
			t.Errorf("Managed(%q): found = %t, want %t", tt.arnOrName, ok, tt.found)
		}
		if got.Listed() || got.WritesECR != logic.Maybe || got.BeyondBaseline != logic.Maybe {
			t.Errorf("Managed(%q) = %+v, want a policy that nobody has judged", tt.arnOrName, got)
		}
	}
}

func TestManagedDocument(t *testing.T) {
	pullOnly, _ := Managed("AmazonEC2ContainerRegistryPullOnly")
	if got := Writes(pullOnly.Document()); got.Verdict != ECRReadOnly {
		t.Errorf("pull only: verdict = %s, want read-only", got.Verdict)
	}
	create := parse(t, policy(`{"Effect":"Allow","Action":"ecr:CreateRepository","Resource":"*"}`))
	if got := Writes(pullOnly.Document(), create); got.Verdict != ECRPullThrough {
		t.Errorf("pull only and create: verdict = %s, want pull-through", got.Verdict)
	}
	readOnly, _ := Managed("AmazonEC2ContainerRegistryReadOnly")
	if got := Writes(readOnly.Document(), create); got.Verdict != ECRWrite {
		t.Errorf("read only and create: verdict = %s, want write", got.Verdict)
	}
}

func TestBaselineHas(t *testing.T) {
	b := Baseline{"OrgNodePolicy", "arn:aws:iam::111122223333:policy/team/Logs", "service-role/Special"}
	for arnOrName, want := range map[string]bool{
		"OrgNodePolicy": true,
		"arn:aws:iam::111122223333:policy/OrgNodePolicy":      true,
		"arn:aws:iam::111122223333:policy/team/OrgNodePolicy": true,
		"arn:aws:iam::111122223333:policy/team/Logs":          true,
		"arn:aws:iam::aws:policy/service-role/Special":        true,
		"arn:aws:iam::444455556666:policy/team/Logs":          false,
		"arn:aws:iam::111122223333:policy/OrgNodePolicyToo":   false,
		"arn:aws:iam::111122223333:role/OrgNodePolicy":        false,
		"Logs": false,
		"":     false,
	} {
		if got := b.Has(arnOrName); got != want {
			t.Errorf("Has(%q) = %t, want %t", arnOrName, got, want)
		}
	}
	if (Baseline)(nil).Has("OrgNodePolicy") {
		t.Error("an empty baseline has a policy, want none")
	}
}
