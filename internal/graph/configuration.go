package graph

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// configuration is a configuration of the AWS provider: what it says of the
// account and the region of its instances.
type configuration struct {
	key             string
	account, region setting
}

// setting is the account or the region that a configuration stands for.
type setting struct {
	text   string // "" if it is not known
	symbol string // equal symbols mean one account or region; "" if it cannot be compared
	from   *configuration
	many   bool // it stands for several
	secret bool // text is not to be printed
}

// same compares the settings of two configurations.
func (s setting) same(o setting) Sameness {
	switch {
	case s.text != "" && o.text != "":
		return sameText(s.text, o.text)
	case !s.many && (s.symbol != "" && s.symbol == o.symbol || s.from != nil && s.from == o.from):
		return Same
	}
	return Undetermined
}

// credentials are the arguments of the AWS provider that decide the account.
func credentials() []string {
	return []string{
		"access_key", "secret_key", "token", "profile", "shared_config_files", "shared_credentials_files", "shared_credentials_file",
		"assume_role", "assume_role_with_web_identity", "endpoints",
	}
}

// PlaceReads lists what says where instances are, by type or "provider.<name>":
// links read it whatever a control asks for.
func PlaceReads() map[string][]string {
	return map[string][]string{
		"provider.aws":        append(credentials(), "region", "allowed_account_ids"),
		"aws_caller_identity": {"account_id"},
		"aws_region":          {"name"},
	}
}

// OwnPlaceReads lists what any type of AWS has to say where its instances are.
func OwnPlaceReads() []string {
	return []string{"arn", "access_entry_arn", "association_arn", "registry_id", "region"}
}

// configuration returns the provider configuration with a key, read once.
func (g *Graph) configuration(key string) *configuration {
	c, ok := g.configurations[key]
	if !ok {
		c = &configuration{key: key}
		g.configurations[key] = c
		c.read(g.configurationBlock(key))
		c.learn(g)
	}
	return c
}

// configurationBlock finds the block of a provider configuration, nil if none is
// written. That of the source shows more than the plan's.
func (g *Graph) configurationBlock(key string) *Resource {
	for _, in := range []*Graph{g, g.beside} {
		if in == nil {
			continue
		}
		for _, p := range in.Providers("aws") {
			if p.Provider == key {
				return p
			}
		}
	}
	return nil
}

var (
	regionName  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-\d$`)
	accountID   = regexp.MustCompile(`^\d{12}$`)
	roleAccount = regexp.MustCompile(`^arn:(?:aws[a-z-]*|` + Blank + `):iam::(\d{12}):`)
)

// read takes the place from the arguments of the block. Without a block the
// environment decides, once for all.
func (c *configuration) read(block *Resource) {
	if block == nil {
		from := environment
		if c.key != "" && c.key != "aws" { // a caller passes it
			from = c.key
		}
		c.account.symbol, c.region.symbol = from, from
		return
	}
	region := block.Attr("region")
	c.region = setting{text: literal(region, regionName), secret: unprintable(region)}
	c.region.symbol, c.region.many = symbolOf(block, "region")
	if region.Unset() { // a profile or the environment decides
		c.region.symbol, c.region.many = symbolOf(block, "profile", "shared_config_files")
	}
	c.account.symbol, c.account.many = symbolOf(block, credentials()...)
	roles := block.Attr("assume_role").Elements()
	roles = append(block.Attr("assume_role_with_web_identity").Elements(), roles...)
	if len(roles) > 0 { // of a chain the last role acts
		role := roles[len(roles)-1].Attr("role_arn")
		text := cmp.Or(literal(role, roleAccount), literal(role, accountID))
		if outline, ok := role.Outline(); ok && text == "" {
			text = outline
		}
		if m := roleAccount.FindStringSubmatch(text); m != nil {
			text = m[1]
		}
		if accountID.MatchString(text) {
			c.account.text, c.account.secret = text, unprintable(role)
		}
	}
	if allowed, all := block.Attr("allowed_account_ids").Strings(); c.account.text == "" && all && len(allowed) == 1 {
		c.account.text, c.account.secret = allowed[0], block.Attr("allowed_account_ids").Sensitive()
	}
	if c.account.many {
		c.account.text = ""
	}
	if c.region.many {
		c.region.text = ""
	}
}

// literal returns a text of a form: the value, or the only constant that an
// expression is made of. With a plan alone an expression that has the form only
// by its variable is taken to be the variable.
func literal(v Value, form *regexp.Regexp) string {
	text, ok := v.Text()
	if o := v.Origins(); !ok && o.Followed() && len(o.Literals) == 1 && len(o.Refs)+len(o.Others) == 0 {
		text, _ = Value{val: o.Literals[0]}.Text()
	}
	if form.MatchString(text) {
		return text
	}
	return ""
}

// environment is the symbol of what no argument of a configuration says.
const environment = "environment"

// unprintable reports whether a text of a value must not be printed: it is sensitive,
// or may be, since a plan does not say so of what a variable holds.
func unprintable(v Value) bool {
	_, ok := v.Text()
	return !ok || v.Sensitive()
}

// symbolOf identifies what some arguments of a block are: equal symbols mean equal
// values. many reports that they differ from one instance of the configuration to
// the next.
func symbolOf(block *Resource, arguments ...string) (symbol string, many bool) {
	var b strings.Builder
	comparable, written := true, false
	for _, name := range arguments {
		v := block.Attr(name)
		written = written || !v.Unset()
		text := ""
		switch {
		case v.Unset():
		case v.Known():
			raw, err := ctyjson.Marshal(v.Cty(), v.Cty().Type())
			text, comparable = name+"="+string(raw), comparable && err == nil
		default:
			text = block.symbol(name)
			comparable = comparable && text != ""
			many = many || slices.ContainsFunc(v.Origins().Unresolved, func(ref string) bool { return strings.HasPrefix(ref, "each.") })
			text = expressed(name, text)
		}
		b.WriteString(text + ";")
	}
	switch {
	case !comparable:
		return "", many
	case !written:
		return environment, many
	}
	return b.String(), many
}

// expressed is the symbol of an argument that is not known.
func expressed(argument, symbol string) string { return argument + "=" + symbol }

// symbol identifies an argument's expression, "" if the input does not show enough
// of it to compare it.
func (r *Resource) symbol(argument string) string {
	source, ok := r.source.(interface{ Symbol(argument string) string })
	if !ok {
		return ""
	}
	return source.Symbol(argument)
}

// learn takes what the arguments do not say from what was made with the
// configuration: what AWS answered about it, and the ARNs of its instances.
func (c *configuration) learn(g *Graph) {
	mine := func(r *Resource) bool { return r.Provider == c.key && r.Arg("region").Unset() }
	for _, r := range g.Data("aws_caller_identity") {
		if id, ok := r.Attr("account_id").Text(); ok && r.Provider == c.key && c.account.text == "" && accountID.MatchString(id) {
			c.account.text, c.account.secret = id, r.Attr("account_id").Sensitive()
		}
	}
	for _, r := range g.Data("aws_region") {
		if mine(r) && c.region.text == "" {
			c.region.text, c.region.secret = literal(r.Attr("name"), regionName), unprintable(r.Attr("name"))
		}
	}
	var accounts, regions []string
	hidden := false
	for _, r := range g.Resources("aws_eks_cluster", "aws_ecr_repository", "aws_iam_role") {
		arn, _ := r.Attr("arn").Text()
		m := arnPlace.FindStringSubmatch(arn)
		if m == nil || r.Provider != c.key {
			continue
		}
		hidden = hidden || r.Attr("arn").Sensitive()
		if m[3] != "" {
			accounts = union(accounts, []string{m[3]})
		}
		if m[2] != "" && r.Arg("region").Unset() {
			regions = union(regions, []string{m[2]})
		}
	}
	c.account.learn(accounts, hidden)
	c.region.learn(regions, hidden)
}

// learn takes a setting from what was seen of it. What was seen twice over is
// several.
func (s *setting) learn(seen []string, secret bool) {
	switch {
	case len(seen) == 1 && s.text == "" && !s.many:
		s.text, s.secret = seen[0], secret
	case len(seen) > 1:
		s.text, s.many = "", true
	}
}

// configurationsOf returns the keys of the configurations of AWS that an instance
// may have: one if the input says which, and otherwise all that its module may
// inherit.
func (g *Graph) configurationsOf(r *Resource) []string {
	if r.Provider != "" {
		return []string{r.Provider}
	}
	var keys []string
	root := false
	for _, p := range g.Providers("aws") {
		if p.Address.Module.Config() == "" || strings.HasPrefix(r.Address.Module.Config()+".", p.Address.Module.Config()+".") {
			keys = append(keys, p.Provider)
			root = root || p.Provider == "aws"
		}
	}
	if len(keys) > 0 && !root {
		keys = append(keys, "aws") // the one that no block configures
	}
	if len(keys) == 0 {
		keys = []string{""}
	}
	return keys
}
