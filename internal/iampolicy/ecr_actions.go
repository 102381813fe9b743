package iampolicy

import "strings"

// ecrActions are the actions of the two ECR services by access level: AWS's
// Service Authorization Reference, "Actions, resources, and condition keys for
// Amazon Elastic Container Registry" and "… Registry Public", August 2026.
// Whatever is not Read is a write.
func ecrActions() []actionRow {
	return []actionRow{
		{"ecr", levelRead, `DescribeImages DescribePullThroughCacheRules ListImages ListPullTimeUpdateExclusions`},
		{"ecr", levelRead, `BatchCheckLayerAvailability BatchGetImage BatchGetRepositoryScanningConfiguration
			DescribeImageReplicationStatus DescribeImageScanFindings DescribeImageSigningStatus DescribeRegistry
			DescribeRepositories DescribeRepositoryCreationTemplates GetAccountSetting GetAuthorizationToken
			GetDownloadUrlForLayer GetImageCopyStatus GetLifecyclePolicy GetLifecyclePolicyPreview GetRegistryPolicy
			GetRegistryScanningConfiguration GetRepositoryPolicy GetSigningConfiguration ListTagsForResource
			ValidatePullThroughCacheRule`},
		{"ecr", levelPermissions, `DeleteRegistryPolicy DeleteRepositoryPolicy PutRegistryPolicy SetRepositoryPolicy`},
		{"ecr", levelTagging, `TagResource UntagResource`},
		{"ecr", levelWrite, `BatchDeleteImage BatchImportUpstreamImage CompleteLayerUpload CreatePullThroughCacheRule
			CreateRepository CreateRepositoryCreationTemplate DeleteLifecyclePolicy DeletePullThroughCacheRule
			DeleteRepository DeleteRepositoryCreationTemplate DeleteSigningConfiguration
			DeregisterPullTimeUpdateExclusion InitiateLayerUpload PutAccountSetting PutImage
			PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy PutRegistryScanningConfiguration
			PutReplicationConfiguration PutSigningConfiguration RegisterPullTimeUpdateExclusion ReplicateImage
			StartImageScan StartLifecyclePolicyPreview UpdateImageStorageClass UpdatePullThroughCacheRule
			UpdateRepositoryCreationTemplate UploadLayerPart`},
		{"ecr-public", levelRead, `DescribeImageTags DescribeRegistries DescribeRepositories BatchCheckLayerAvailability
			DescribeImages GetAuthorizationToken GetRegistryCatalogData GetRepositoryCatalogData GetRepositoryPolicy
			ListTagsForResource`},
		{"ecr-public", levelWrite, `SetRepositoryPolicy TagResource UntagResource BatchDeleteImage CompleteLayerUpload
			CreateRepository DeleteRepository DeleteRepositoryPolicy InitiateLayerUpload PutImage
			PutRegistryCatalogData PutRepositoryCatalogData UploadLayerPart`},
	}
}

// registryActions are those ECR writes that concern the registry, not one
// repository: a Deny on every repository does not reach them (same source,
// column "Resource types").
const registryActions = `DeleteRegistryPolicy PutRegistryPolicy CreatePullThroughCacheRule
	CreateRepositoryCreationTemplate DeletePullThroughCacheRule DeleteRepositoryCreationTemplate
	DeleteSigningConfiguration DeregisterPullTimeUpdateExclusion PutAccountSetting
	PutRegistryScanningConfiguration PutReplicationConfiguration PutSigningConfiguration
	RegisterPullTimeUpdateExclusion UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate
	PutRegistryCatalogData`

// The actions that a pull through cache's puller needs (Amazon ECR user guide,
// "IAM permissions required to sync an upstream registry"). The first alone
// lets a node fill the cache, and is in AWS's own AmazonEC2ContainerRegistryPullOnly.
const (
	importUpstream   = "ecr:BatchImportUpstreamImage"
	createRepository = "ecr:CreateRepository"
	tagResource      = "ecr:TagResource"
)

// level is the access level of an action.
type level string

// The access levels that matter here. AWS's List counts as Read.
const (
	levelRead        level = "Read"
	levelWrite       level = "Write"
	levelPermissions level = "Permissions management"
	levelTagging     level = "Tagging"
)

type actionRow struct {
	service string
	level   level
	names   string
}

// ecrLevel is the access level of one action of `ecr:` or `ecr-public:`, and
// false for any other service. An action in no table is Read when its verb
// says so, else Write.
func ecrLevel(action string) (level, bool) {
	service, name, ok := strings.Cut(fold(action), ":")
	if !ok || service != "ecr" && service != "ecr-public" {
		return "", false
	}
	for _, row := range ecrActions() {
		if row.service == service && hasWord(row.names, name) {
			return row.level, true
		}
	}
	for _, verb := range []string{"get", "list", "describe", "batchget", "batchcheck", "validate"} {
		if strings.HasPrefix(name, verb) {
			return levelRead, true
		}
	}
	return levelWrite, true
}

// eachECRAction yields the table's actions as `service:Name`, in its order.
func eachECRAction(yield func(action string, level level) bool) {
	for _, row := range ecrActions() {
		for _, name := range strings.Fields(row.names) {
			if !yield(row.service+":"+name, row.level) {
				return
			}
		}
	}
}

// writesNamed are the ECR writes that an action pattern matches. A pattern that
// matches no action of the table names an action that the table lacks: itself.
func writesNamed(action string) []string {
	p := foldedPattern(action)
	if !p.overlaps(compile("ecr*")) {
		return nil
	}
	var writes []string
	inTable := false
	for known, level := range eachECRAction {
		if p.matches(fold(known)) {
			inTable = true
			if level != levelRead {
				writes = append(writes, known)
			}
		}
	}
	if level, ok := ecrLevel(action); ok && !inTable && level != levelRead {
		return []string{action}
	}
	return writes
}

func hasWord(words, word string) bool {
	for _, w := range strings.Fields(words) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}
