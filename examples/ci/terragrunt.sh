#!/usr/bin/env bash
# Plans every unit of a Terragrunt stack and judges all plans together. The report names a unit by its directory.
# Usage: terragrunt.sh [STACK]
set -euo pipefail

plans=.plans # one for each unit: UNIT/tfplan.json
umask 077    # a plan may hold secrets
trap 'rm -rf "$plans"' EXIT

terragrunt run --all --non-interactive --working-dir "${1:-.}" --out-dir "$PWD/$plans" --json-out-dir "$PWD/$plans" -- plan

terraform-provider-cisbench scan --output json=cisbench.json "$plans/**/tfplan.json"
