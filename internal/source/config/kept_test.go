package config

import (
	"path/filepath"
	"testing"
)

// TF_DATA_DIR stands for .terraform: modules in it are read, as what init installed, and
// nothing else that Terraform keeps there.
func TestKeepIn(t *testing.T) {
	root := tree(t, map[string]string{
		"live/.tfdata/modules/modules.json": "manifest", "live/.tfdata/modules/m/main.tf": "locals {}\n", "live/.tfdata/terraform.tfstate": "secret",
		"live/.tfdata/environment": "prod", "shared/tf/data/environment": "shared", "shared/tf/data/modules/m/x.json": "{}", "shared/tf/data/x": "secret",
	})
	files := opened(t, root)
	files.KeepIn(".tfdata")
	files.Withhold(func(string) bool { return true })
	if got, err := files.ReadKept("live", "environment"); string(got) != "prod" {
		t.Errorf("environment: %q, %v", got, err)
	}
	if _, err := files.Read("live/.tfdata/modules/m/main.tf"); err != nil || files.Ignored("live/.tfdata/modules/m/main.tf") {
		t.Errorf("a module is not read as an installed one: %v", err)
	}
	for _, name := range []string{"live/.tfdata/terraform.tfstate", "live/.tfdata/environment", "live/.tfdata/modules/modules.json"} {
		if _, err := files.ReadData(name); Unread(err) == nil {
			t.Errorf("%s is read: %v", name, err)
		}
		if _, err := files.Read(name); Unread(err) == nil {
			t.Errorf("%s is read as source: %v", name, err)
		}
	}
	if !files.Keeps("live/.tfdata") || files.Keeps("live") || files.HasKept("other") {
		t.Error("the directory is not told from others")
	}

	files = opened(t, root)
	files.KeepIn(filepath.Join(root, "shared", "tf", "data"))
	if got, err := files.ReadKept("live", "environment"); string(got) != "shared" {
		t.Errorf("an absolute path: %q, %v", got, err)
	}
	if _, err := files.Read("shared/tf/data/x"); Unread(err) == nil {
		t.Errorf("a file in it is read: %v", err)
	}
	if _, err := files.Read("shared/tf/data/modules/m/x.json"); err != nil {
		t.Error(err)
	}

	files = opened(t, filepath.Join(root, "live"))
	files.KeepIn(filepath.Join(root, "shared", "tf", "data"))
	if got, err := files.ReadKept(".", "environment"); err == nil {
		t.Errorf("a file outside is read: %q", got)
	}
	files = opened(t, filepath.Join(root, "live"))
	files.KeepIn("../shared/tf/data")
	if got, err := files.ReadKept(".", "environment"); err == nil {
		t.Errorf("a file above the root is read: %q", got)
	}
}
