package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Settings of another user count where the user trusts their repository, and are
// named where they do not count.
func TestSettingsOfAnotherUser(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		t.Skip("only root can give a directory to another user")
	}
	tests := []struct {
		name       string
		repository bool
		safe       string // safe.directory
		counts     bool
		says       string
	}{
		{"a repository", true, "", false, "belongs to another user: if you trust it, run git config --global --add safe.directory"},
		{"a repository that is trusted", true, "*", true, ""},
		{"another repository is trusted", true, "/srv/other", false, "belongs to another user"},
		{"a directory", false, "", false, "its directory belongs to another user"},
		{"a directory that is trusted", false, "*", true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			home := t.TempDir()
			if tt.repository {
				if err := gitDirectory(root); err != nil {
					t.Fatal(err)
				}
			}
			for path, content := range map[string]string{
				filepath.Join(root, settingsName): "strict: true\n",
				filepath.Join(home, ".gitconfig"): "[safe]\n\tdirectory = " + tt.safe + "\n",
			} {
				if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chown(root, 4242, 4242); err != nil {
				t.Fatal(err)
			}
			t.Setenv("HOME", home)
			t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			a := &app{env: os.Getenv}
			file, ignored, err := a.discover([]string{root})
			if err != nil {
				t.Fatal(err)
			}
			if counts := file.path != ""; counts != tt.counts {
				t.Errorf("settings count: %v, want %v", counts, tt.counts)
			}
			if text := strings.Join(ignored, "\n"); !strings.Contains(text, tt.says) || (tt.says == "") != (text == "") {
				t.Errorf("it says %q, want %q", text, tt.says)
			}
		})
	}
}
