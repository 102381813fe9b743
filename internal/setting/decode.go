package setting

import "github.com/cisbench/terraform-provider-cisbench/internal/document"

// Decode reads a settings file; file stands for it in errors. A file without a
// document, or with only comments, sets nothing.
//
// Every problem is in the error, one a line, as "file:line: setting: what was expected".
func Decode(file string, data []byte) (File, error) {
	// min_public_prefix is a number, or a mapping.
	var in struct {
		Settings  `yaml:",inline"`
		Options   `yaml:",inline"`
		MinPrefix any `yaml:"min_public_prefix"`
	}
	kind := document.Kind{Name: "settings", Schema: Schema(), Bytes: 64 << 10}
	doc, err := kind.ReadYAML(file, data, &in)
	if err != nil {
		return File{}, err
	}
	switch prefix := in.MinPrefix.(type) {
	case int:
		in.MinPublicPrefix.IPv4 = prefix
	case map[string]any:
		in.MinPublicPrefix.IPv4, _ = prefix["ipv4"].(int)
		in.MinPublicPrefix.IPv6, _ = prefix["ipv6"].(int)
	}
	in.check(func(_ any, err error, setting string, within ...any) {
		doc.Check(err, append([]any{setting}, within...)...)
	})
	all := File{Settings: in.Settings, Options: in.Options, Lines: map[string]int{}}
	for _, name := range Names() {
		if line := doc.KeyLine(name); line > 0 {
			all.Lines[name] = line
		}
	}
	return all, doc.Err()
}
