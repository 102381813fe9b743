package ecr

import (
	"testing"
)

func TestImageName(t *testing.T) {
	tests := []struct {
		image, host, repository string
		ok                      bool
	}{
		{"nginx", "docker.io", "library/nginx", true},
		{"nginx:1.27", "docker.io", "library/nginx", true},
		{"bitnami/redis@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "docker.io", "bitnami/redis", true},
		{"index.docker.io/library/nginx", "docker.io", "library/nginx", true},
		{"localhost/app", "localhost", "app", true},
		{"registry.example.com:5000/team/app:v1", "registry.example.com:5000", "team/app", true},
		{"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1", "111122223333.dkr.ecr.eu-west-1.amazonaws.com", "app", true},
		{"", "", "", false},
		{"UPPER/app", "UPPER", "app", true}, // no repository has upper case, so this is a host
		{"app/UPPER", "", "", false},
		{"app:", "", "", false},
	}
	for _, test := range tests {
		host, repository, ok := imageName(test.image)
		if host != test.host || repository != test.repository || ok != test.ok {
			t.Errorf("imageName(%q) = %q, %q, %v, want %q, %q, %v", test.image, host, repository, ok, test.host, test.repository, test.ok)
		}
	}
}

func TestApproved(t *testing.T) {
	tests := []struct {
		glob, host, name string
		want             bool
	}{
		{"111122223333.dkr.ecr.*.amazonaws.com/*", "111122223333.dkr.ecr.eu-west-1.amazonaws.com", "team/app", true},
		{"111122223333.dkr.ecr.*.amazonaws.com/*", "444455556666.dkr.ecr.eu-west-1.amazonaws.com", "team/app", false},
		// The star of a host stays in the host.
		{"111122223333.dkr.ecr.*.amazonaws.com/*", "111122223333.dkr.ecr.evil.example", "x.amazonaws.com/app", false},
		{"*.amazonaws.com/*", "evil.example", "x.amazonaws.com/app", false},
		{"docker.io/library/*", "docker.io", "library/nginx", true},
		{"docker.io/library/*", "docker.io", "bitnami/nginx", false},
		{"docker.io/library/nginx", "docker.io", "library/nginx", true},
		{"docker.io/library/nginx", "docker.io", "library/nginx-evil", false},
		{"docker.io/library/*", "docker.io.evil.example", "library/nginx", false},
		{"Quay.IO/*", "quay.io", "team/app", true},
		{"quay.io", "quay.io", "team/app", true},
		{"quay.io", "quay.io.evil.example", "team/app", false},
		{"*", "quay.io", "team/app", true},
		// Docker Hub has more than one name.
		{"docker.io/library/*", "registry-1.docker.io", "library/nginx", true},
		{"registry-1.docker.io/library/*", "docker.io", "library/nginx", true},
		{"Index.docker.io", "registry-1.docker.io", "library/nginx", true},
		{"docker.io/*", "registry-2.docker.io", "library/nginx", false},
		{"", "quay.io", "team/app", false},
	}
	for _, test := range tests {
		r := Registries{globs: []string{"other.example/*", test.glob}}
		if got := r.approved(test.host, test.name); got != test.want {
			t.Errorf("%q approves %s/%s: %v, want %v", test.glob, test.host, test.name, got, test.want)
		}
	}
}

func TestOwnRegistry(t *testing.T) {
	tests := []struct {
		host string
		want bool
	}{
		{"111122223333.dkr.ecr.eu-west-1.amazonaws.com", true},
		{"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", true},
		{"111122223333.dkr.ecr-fips.us-east-1.amazonaws.com", true},
		{"111122223333.dkr-ecr.eu-west-1.on.aws", true},
		{"111122223333.dkr-ecr-fips.us-east-1.on.aws", true},
		{"111122223333.DKR.ECR.eu-west-1.amazonaws.com", true},
		{"444455556666.dkr.ecr.eu-west-1.amazonaws.com", false},
		{"111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example", false},
		{"x111122223333.dkr.ecr.eu-west-1.amazonaws.com", false},
		{"111122223333.dkr.ecr.evil.example.amazonaws.com", false},
		{"111122223333.dkrxecr.eu-west-1.amazonaws.com", false},
		{"public.ecr.aws", false},
	}
	r := Registries{accounts: map[string]bool{"111122223333": true}}
	for _, test := range tests {
		if got := r.own(test.host); got != test.want {
			t.Errorf("own(%q) = %v, want %v", test.host, got, test.want)
		}
	}
}
