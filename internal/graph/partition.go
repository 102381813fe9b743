package graph

import "strings"

// PartitionOf returns the partition of a region by its prefix, as AWS's endpoint
// metadata does: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json.
// It is "" if the region is not known.
func PartitionOf(region string) string {
	if region == "" {
		return ""
	}
	for _, p := range partitions() {
		if strings.HasPrefix(region, p.prefix) {
			return p.name
		}
	}
	return "aws"
}

// DNSSuffix returns the domain of a partition's endpoints.
func DNSSuffix(partition string) string {
	for _, p := range partitions() {
		if p.name == partition {
			return p.suffix
		}
	}
	return "amazonaws.com"
}

type partition struct{ prefix, name, suffix string }

// partitions lists all but aws, which has the regions of no other.
func partitions() []partition {
	return []partition{
		{"cn-", "aws-cn", "amazonaws.com.cn"},
		{"us-gov-", "aws-us-gov", "amazonaws.com"},
		{"us-iso-", "aws-iso", "c2s.ic.gov"},
		{"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
		{"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
		{"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
		{"eusc-", "aws-eusc", "amazonaws.eu"},
	}
}
