// Package kms has what controls derive about KMS keys: whose a key is, and whether it
// can encrypt secrets.
//
// It knows no control, and not where the graph came from.
package kms

import (
	"regexp"
	"strings"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
)

const (
	kmsKeyType   = "aws_kms_key"
	kmsAliasType = "aws_kms_alias"
)

// kmsKeyTypes are the types that create a customer managed key.
func kmsKeyTypes() []string {
	return []string{kmsKeyType, "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"}
}

// keyReads is what a [Keyring] reads, of resources and data sources.
func KeyReads() []control.Read {
	return []control.Read{
		{Types: kmsKeyTypes(), Arguments: []string{
			"arn", "id", "key_id", "is_enabled", "enabled", "key_usage", "key_spec",
			"customer_master_key_spec", "primary_key_arn", "key_manager",
		}},
		{Types: []string{kmsAliasType}, Arguments: []string{"arn", "name", "target_key_id", "target_key_arn"}},
	}
}

// keyARN is the ARN of a KMS key, which does not say whose key it is. AWS managed
// keys are given by their alias: nobody knows their ids by heart.
var keyARN = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+$`)

// aliasARN is the ARN of an alias, which ends in its name.
var aliasARN = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(alias/.+)$`)

// aliasOf returns the alias that a text names or is the ARN of, and any other
// text as it is.
func aliasOf(text string) (alias string, ok bool) {
	if m := aliasARN.FindStringSubmatch(text); m != nil {
		return m[1], true
	}
	return text, strings.HasPrefix(text, "alias/") && text != "alias/"
}

// ofAWS reports whether an alias is one that AWS keeps for itself: of an AWS
// managed key.
func ofAWS(alias string) bool { return strings.HasPrefix(alias, "alias/aws/") }

// Keyring judges KMS keys by what names them.
type Keyring struct {
	graph    *graph.Graph
	relevant relevantKeys
	judged   map[keyPlace]control.Verdict // on the relevant keys of a place
	lookedUp map[string]*graph.Resource   // ARN of a key → the data source that found it by its alias
}

func NewKeyring(g *graph.Graph) *Keyring {
	k := &Keyring{
		graph:    g,
		relevant: relevantKeysOf(g),
		judged:   map[keyPlace]control.Verdict{},
		lookedUp: map[string]*graph.Resource{},
	}
	for _, alias := range g.Data(kmsAliasType) {
		arn, _ := alias.Attr("target_key_arn").Text()
		k.lookedUp[arn] = alias
	}
	return k
}

// Behind judges the key that an argument names: pass says that it is the
// customer's and can encrypt. An argument that is unknown because the key is
// only created now is as good as its ARN.
func (k *Keyring) Behind(arn graph.Value) control.Verdict {
	text, _ := arn.Text()
	switch {
	case arn.Unknown():
		return k.created(arn)
	case text == "":
		return control.Fail(arn, "key_arn is empty: encryption_config names no key")
	}
	alias, isAlias := aliasOf(text)
	link := k.graph.Link(arn, k.types()...)
	if by, ok := k.lookedUp[text]; ok {
		link.To = []*graph.Resource{by}
	}
	switch {
	case ofAWS(alias):
		return control.Fail(arn, "secrets are encrypted with %s, a key that AWS manages", control.Show(arn))
	case len(link.To) > 0:
		v := k.oneOf(arn, link.To)
		if to := link.To[0]; v.Status == finding.Fail && alias != text && !to.Attr("arn").Is(text) && k.graph.Holds(text, to) != graph.Same {
			return control.Manual(arn, "%s may be of another account or region than %s: look at which key it stands for", control.Show(arn), to)
		}
		return v
	case isAlias:
		return control.Manual(arn, "%s is not in %s: look at which key it stands for", control.Show(arn), arn.Input())
	case keyARN.MatchString(text):
		return control.Pass(arn, "secrets are encrypted with the key %s", control.Show(arn))
	default:
		return control.Fail(arn, "key_arn is neither an ARN nor an alias of a KMS key: %s", control.Show(arn))
	}
}

// created judges an argument that is known only after apply, by the key that it
// refers to.
func (k *Keyring) created(arn graph.Value) control.Verdict {
	link := k.graph.Link(arn, k.types()...)
	switch {
	case len(link.To) > 0 && !link.Open:
		return k.oneOf(arn, link.To).Assuming(link.Assumes...)
	case arn.Origins().Hidden:
		return k.hidden(arn)
	default:
		return control.Unknown(arn)
	}
}

// types are those that an argument may name.
func (k *Keyring) types() []string { return append(kmsKeyTypes(), kmsAliasType) }

// oneOf judges an argument that names one of the keys or aliases.
func (k *Keyring) oneOf(arn graph.Value, candidates []*graph.Resource) control.Verdict {
	var verdicts []control.Verdict
	for _, key := range candidates {
		verdicts = append(verdicts, k.judge(arn, key))
	}
	return control.Agree(verdicts)
}

// judge says whether a key, or the key behind an alias, can encrypt secrets.
func (k *Keyring) judge(arn graph.Value, key *graph.Resource) control.Verdict {
	switch {
	case key.Type == kmsAliasType:
		return k.judgeAlias(arn, key)
	case key.Mode == graph.Data:
		return judgeFound(arn, key)
	}
	if v, unfit := unfit(arn, key); unfit {
		return v
	}
	// A replica shares its primary's key material, and so its spec and usage.
	if primary, ok := k.graph.Link(key.Attr("primary_key_arn"), kmsKeyTypes()...).One(); ok {
		if v, unfit := unfitMaterial(arn, primary); unfit {
			return v
		}
	}
	return control.Pass(arn, "secrets are encrypted with the customer managed key %s", key)
}

func (k *Keyring) judgeAlias(arn graph.Value, alias *graph.Resource) control.Verdict {
	name := alias.Attr("name")
	if text, _ := name.Text(); ofAWS(text) {
		return control.Fail(arn, "secrets are encrypted with %s, a key that AWS manages", control.Show(name)).Because(name)
	}
	target := alias.Attr("target_key_id")
	link := k.graph.Link(target, kmsKeyTypes()...)
	switch {
	case len(link.To) > 0 && !link.Open:
		return k.oneOf(arn, link.To).Assuming(link.Assumes...)
	case target.Known():
		// KMS lets nobody point an alias of their own at an AWS managed key.
		return control.Pass(arn, "secrets are encrypted with the customer managed key behind %s", alias).Because(target)
	default:
		return control.Unknown(target)
	}
}

// judgeFound judges a key that a data source has looked up.
func judgeFound(arn graph.Value, key *graph.Resource) control.Verdict {
	manager, asked := key.Attr("key_manager"), key.Attr("key_id")
	text, _ := asked.Text()
	if alias, _ := aliasOf(text); manager.Is("AWS") || ofAWS(alias) {
		return control.Fail(arn, "secrets are encrypted with %s, a key that AWS manages", key).Because(asked, manager)
	}
	if v, unfit := unfit(arn, key); unfit {
		return v
	}
	if manager.Is("CUSTOMER") {
		return control.Pass(arn, "secrets are encrypted with the customer managed key %s", key).Because(manager)
	}
	return control.Unknown(manager)
}
