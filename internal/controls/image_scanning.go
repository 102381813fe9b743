package controls

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/cisbench/terraform-provider-cisbench/internal/control"
	"github.com/cisbench/terraform-provider-cisbench/internal/facts/ecr"
	"github.com/cisbench/terraform-provider-cisbench/internal/finding"
	"github.com/cisbench/terraform-provider-cisbench/internal/graph"
	"github.com/cisbench/terraform-provider-cisbench/internal/logic"
)

const (
	repositoryType       = "aws_ecr_repository"
	registryScanningType = "aws_ecr_registry_scanning_configuration"
)

// imageScanning decides 5.1.1. A repository passes when the registry's scanning
// rules, or its own scan_on_push where the registry has no rules, scan every
// image that is pushed to it.
func imageScanning() control.Evaluator {
	return control.Evaluator{
		Key:      "ecr-image-scanning",
		Subjects: []string{repositoryType},
		Reads: []control.Read{
			{Types: []string{repositoryType}, Arguments: []string{"name", "region", "image_scanning_configuration"}},
			{Types: []string{registryScanningType}, Arguments: []string{"region", "scan_type", "rule"}},
			{Types: []string{ecr.InspectorEnablerType}, Arguments: []string{"region", "resource_types"}},
			{Types: []string{ecr.InspectorOrganizationType}, Arguments: []string{"region", "auto_enable"}},
		},
		Absences: []control.Absence{
			{Types: []string{registryScanningType}, Says: "does not configure the scanning of the registry"},
			{
				Types: []string{registryScanningType, ecr.InspectorEnablerType, ecr.InspectorOrganizationType},
				Says:  "does not turn scanning on for the registry", Cure: true,
			},
		},
		Evaluate: func(in control.Input) []control.Verdict {
			inspectors := ecr.InspectorSwitches(in.Graph)
			var verdicts []control.Verdict
			for _, r := range in.Graph.Resources(repositoryType) {
				scans := r.Block("image_scanning_configuration").Attr("scan_on_push")
				if scans.Unset() {
					// ECR does not scan when the block is left out. AWS computes
					// neither: an unknown one is no proof of that.
					scans = scans.Or(cty.False)
				}
				own := ownScanning{
					scans:     scans,
					inspector: ecr.InspectorFor(in.Graph, inspectors, r),
				}
				v := repositoryScanning(in.Graph, r, own)
				if r := v.Decider.Resource(); v.Status == finding.Pass && r != nil && r.Type == registryScanningType {
					v = v.Complete() // a registry has one configuration
				} else if v.Decider.Place() == scans.Place() {
					v = v.Lacking()
				}
				if scanner := in.Settings.ThirdPartyImageScanning; scanner != "" && v.Status == finding.Fail {
					v.Status = finding.Manual
					v.Message += "; the setting third_party_image_scanning says that " + scanner + " scans instead"
				}
				verdicts = append(verdicts, v)
			}
			return verdicts
		},
	}
}

// repositoryScanning checks a repository under every configuration that may be its
// registry's: they must agree.
func repositoryScanning(g *graph.Graph, repository *graph.Resource, own ownScanning) control.Verdict {
	registries := g.Resources(registryScanningType)
	its, certain := g.InPlaceOf(repository, registries)
	var verdicts []control.Verdict
	for _, registry := range its {
		verdicts = append(verdicts, registryScanning(repository, registry, own))
	}
	if !certain {
		verdicts = append(verdicts, own.verdict())
	}
	v := control.Agree(verdicts)
	if len(registries) > 0 && len(verdicts) == 1 && !certain {
		v.Message += "; " + registries[0].String() + " is for another account or region and does not apply"
	}
	return v
}

// registryScanning checks a repository against its registry's configuration.
func registryScanning(repository, registry *graph.Resource, own ownScanning) control.Verdict {
	scanType, name := registry.Attr("scan_type"), repository.Attr("name")
	enhanced, basic := scanType.Is("ENHANCED"), scanType.Is("BASIC")
	rules := ecr.ScanningRulesFor(registry, name)
	checked := func(v control.Verdict) control.Verdict { return v.On(repository).Because(scanType) }

	switch {
	case enhanced && rules.OnPush.Truth == logic.No && rules.Continuous.Truth == logic.No:
		return checked(control.Fail(registry.Attr("rule"),
			"%s turns enhanced scanning on with no rule that matches this repository, whatever scan_on_push says", registry))
	case rules.OnPush.Truth == logic.Yes:
		return checked(control.Pass(rules.OnPush.By, "the registry's filter %s scans it on push", control.Show(rules.OnPush.By)))
	case enhanced && rules.Continuous.Truth == logic.Yes:
		return checked(control.Pass(rules.Continuous.By, "the registry's filter %s scans it continuously", control.Show(rules.Continuous.By)))
	case basic && rules.OnPush.Truth == logic.No && (!rules.Any || own.scans.IsFalse()):
		return own.verdict().Because(scanType)
	case basic && rules.OnPush.Truth == logic.No && own.scans.IsTrue():
		return checked(control.Manual(registry.Attr("rule"),
			"no rule of %s matches this repository: AWS leaves it to manual scanning, whatever scan_on_push says", registry))
	}
	return control.Unknown(scanType, rules.OnPush.By, rules.Continuous.By, own.scans).On(repository)
}

// ownScanning is what holds for a repository that no rule of a registry covers.
type ownScanning struct {
	scans     graph.Value
	inspector ecr.InspectorSwitch
}

func (o ownScanning) verdict() control.Verdict {
	switch {
	case o.scans.IsTrue():
		return control.Pass(o.scans, "images are scanned on push")
	case !o.scans.IsFalse():
		return control.Unknown(o.scans)
	case o.inspector.On == logic.Yes:
		return control.Manual(o.scans,
			"the repository does not scan on push, but Inspector is turned on for ECR, which switches the registry to enhanced scanning").
			Because(o.inspector.Value)
	case o.inspector.On == logic.Maybe:
		return control.Unknown(o.inspector.Value).On(o.scans.Resource())
	case o.scans.Defaulted():
		return control.Fail(o.scans, "scan_on_push is left out: images are not scanned on push")
	}
	return control.Fail(o.scans, "images are not scanned on push")
}
