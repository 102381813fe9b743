package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/cisbench/terraform-provider-cisbench/internal/setting"
)

// What the guide shows is what the program reads.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../templates/guides/waivers.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string][]string{}
	for _, m := range regexp.MustCompile("(?s)```(\\w+)\n(.*?)```").FindAllStringSubmatch(string(guide), -1) {
		blocks[m[1]] = append(blocks[m[1]], m[2])
	}
	if len(blocks["yaml"]) != 2 || len(blocks["terraform"]) != 1 || len(blocks["sh"]) != 1 {
		t.Fatalf("expected settings, waivers, a suppression and commands: %q", blocks)
	}
	if _, err := setting.Decode("settings", []byte(blocks["yaml"][0])); err != nil {
		t.Error(err)
	}
	waivers, err := setting.DecodeWaivers("waivers", []byte(blocks["yaml"][1]))
	if err != nil || len(waivers.Waivers) != 1 {
		t.Errorf("%d waivers, %v", len(waivers.Waivers), err)
	}
	comment, _, _ := strings.Cut(blocks["terraform"][0], "\n")
	if all, ok, err := setting.ParseSuppression(comment); !ok || err != nil || len(all) != 2 {
		t.Errorf("%d suppressions, %v, %v", len(all), ok, err)
	}
	for command := range strings.Lines(blocks["sh"][0]) {
		words := strings.Fields(command)
		c, _, err := (&app{}).root().Find(words[1:])
		if err == nil {
			err = c.ParseFlags(words[2:])
		}
		if err != nil || words[0] != program {
			t.Errorf("%s: %v", command, err)
		}
	}
}
