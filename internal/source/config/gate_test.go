package config

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// withheld is a tree with what is in a repository beside its configuration.
func withheld(t *testing.T) *Files {
	t.Helper()
	const secret = "hidden-word"
	all := map[string]string{}
	for _, name := range []string{
		".git/config", "sub/.git", ".env", "live/.env.prod", "prod.env", ".envrc", "terraform.tfstate", "live/terraform.tfstate.backup",
		"live/terraform.tfstate.d/prod/x.json", ".terraform/terraform.tfstate", ".terraform/environment", ".terraform/modules/modules.json",
		".terraform/modules/eks/.git/config", ".terraform/modules/eks/.terraform/x", ".terraform/providers/x", "x.tfplan", "crash.log",
		"token", "keys/a.pem", "live/token", ".GIT/config", ".Env", ".terraform/Modules/x", ".git./config", "git~1/config",
		".env-prod", "live/.envrc.local", ".terraformrc", "live/x.tfrc", "credentials.tfrc.json", "live/.terragrunt-cache/a/b/token", ".terragrunt-cache/a/b/sub/keys/a.pem",
	} {
		all[name] = secret
	}
	for _, name := range []string{
		"policy.json", "env", "environment.json", "terraform.tfvars.json", ".terraform/modules/eks/policy.json", ".gitignore", "modules/modules.json",
		"live/.terragrunt-cache/a/b/policy.json", "envs/prod.env.json", "tfstate", "docs/crash.md",
	} {
		all[name] = "part of the configuration"
	}
	dir := tree(t, all)
	link(t, ".env", filepath.Join(dir, "linked.json"))
	link(t, "token", filepath.Join(dir, "linked-token"))
	link(t, ".git", filepath.Join(dir, "linked"))
	link(t, "keys", filepath.Join(dir, "linked-keys"))
	link(t, "policy.json", filepath.Join(dir, "linked-policy.json"))
	files := opened(t, dir)
	files.Withhold(func(name string) bool {
		return path.Base(name) == "token" || strings.HasPrefix(name, "keys/") || strings.HasPrefix(name, ".terraform/") || strings.Contains(name, ".terragrunt-cache/")
	})
	return files
}

func TestReadData(t *testing.T) {
	files := withheld(t)
	err := fs.WalkDir(files.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Type()&fs.ModeSymlink != 0 {
			return err
		}
		content, err := fs.ReadFile(files.root.FS(), name)
		if err != nil {
			return err
		}
		want := string(content) != "hidden-word"
		for _, way := range []string{name, "./" + name, "live/../" + name} {
			read, err := files.ReadData(way)
			if (err == nil) != want {
				t.Errorf("%s: read %q, %v", way, read, err)
			}
			if err != nil && Unread(err) == nil {
				t.Errorf("%s: %v does not say why", way, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"linked.json", "linked-token", "linked/config", "linked-keys/a.pem"} {
		if read, err := files.ReadData(name); err == nil {
			t.Errorf("%s: read %q", name, read)
		}
	}
	if _, err := files.ReadData("linked-policy.json"); err != nil {
		t.Error(err)
	}
	if _, err := files.ReadData("none"); err == nil || Unread(err) != nil {
		t.Errorf("what is not there: %v", err)
	}
}

// A configuration file, and a directory of a module, may be ignored: Terraform
// reads it. It does not lead by a link to what is ignored.
func TestReadConfiguration(t *testing.T) {
	files := withheld(t)
	for _, name := range []string{"token", "keys/a.pem", ".terraform/modules/eks/policy.json"} {
		if _, err := files.Read(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"linked.json", "linked-token", "linked-keys/a.pem", ".git/config", ".terraform/terraform.tfstate"} {
		if read, err := files.Read(name); err == nil {
			t.Errorf("%s: read %q", name, read)
		}
	}
	for name, want := range map[string]bool{
		".": true, "keys": true, "linked-keys": true, ".terraform/modules/eks": true, "live/.terragrunt-cache/a/b": true,
		".git": false, "linked": false, ".terraform": false, ".terraform/providers": false, "sub/../.git": false,
	} {
		if _, err := files.Dir(name); (err == nil) != want {
			t.Errorf("the directory %s: %v", name, err)
		}
	}
}

func TestReadKept(t *testing.T) {
	dir := tree(t, map[string]string{".terraform/environment": "prod", "live/.terraform/environment": "dev", "bad/.terraform/": "", "token": "hidden-word"})
	link(t, "../../token", filepath.Join(dir, "bad/.terraform/environment"))
	link(t, "live", filepath.Join(dir, "to-live"))
	link(t, "../.terraform", filepath.Join(dir, "sub"))
	files := opened(t, dir)
	for at, want := range map[string]string{".": "prod", "live": "dev", "to-live": "dev", "bad": "", "none": "", "..": ""} {
		got, err := files.ReadKept(at, "environment")
		if string(got) != want || (err == nil) != (want != "") {
			t.Errorf("%s: read %q, %v", at, got, err)
		}
	}
}

// The values of a file of variables that git ignores are marked, by its own name or
// by what it is a link to; what is reserved is an error.
func TestIgnoredVars(t *testing.T) {
	dir := tree(t, map[string]string{
		"terraform.tfvars": `a = "a"`, "x.auto.tfvars": `b = "b"`, "private": `c = "c"`, ".env": `d = "hidden-word"`, "bad/main.tf": "",
	})
	link(t, "private", filepath.Join(dir, "y.auto.tfvars"))
	link(t, "../.env", filepath.Join(dir, "bad/terraform.tfvars"))
	files := opened(t, dir)
	files.Withhold(func(name string) bool { return name == "x.auto.tfvars" || name == "private" })
	values, _, diags := files.AutoVars(".", "ignored")
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	for name, want := range map[string]bool{"a": false, "b": true, "c": true} {
		if got := values[name].HasMark("ignored"); got != want {
			t.Errorf("%s is marked: %t", name, got)
		}
	}
	if values, _, diags := files.AutoVars("bad", "ignored"); len(values) > 0 || len(diags) != 1 || strings.Contains(diags[0].Summary, "hidden-word") {
		t.Errorf("%v %v", values, diags)
	}
	if b, _ := values["b"].Unmark(); !b.RawEquals(cty.StringVal("b")) {
		t.Errorf("b is %#v", b)
	}
}

func TestUnread(t *testing.T) {
	if why := Unread(errors.Join(errors.New("reading x"), errIgnored)); why == nil || why.Error() != "git ignores it" {
		t.Errorf("got %v", why)
	}
}

// TestDeepDirectories holds that the links of a path are not followed once for each
// directory on it, where its parent's list shows that it is one.
func TestDeepDirectories(t *testing.T) {
	name := strings.Repeat("d/", 200)
	dir := tree(t, map[string]string{name + "main.tf": "locals {}"})
	link(t, "d", filepath.Join(dir, "linked"))
	files := opened(t, dir)
	for at := "."; ; at += "/d" {
		entries, err := files.Dir(at)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) > 0 && entries[0].Name() == "main.tf" {
			break
		}
	}
	if n := files.followed.Load(); n > 10 {
		t.Errorf("links of %d paths were followed for 200 directories", n)
	}
	if files.isDirect("linked") || files.isDirect("linked/d") || !files.isDirect("d/d") {
		t.Error("a directory behind a link is taken for a direct one, or another for one behind a link")
	}
}
