package cli

import (
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cisbench/terraform-provider-cisbench/internal/scan"
)

// stamp is the time that a report is from, where its format wants one. It follows
// SOURCE_DATE_EPOCH (seconds since 1970), by which whoever wants the same bytes
// from the same input fixes it: https://reproducible-builds.org/specs/source-date-epoch/
func (a *app) stamp() time.Time {
	if seconds, err := strconv.ParseInt(a.env("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0)
	}
	return a.now()
}

// workplace returns the root of the repository that the working directory is in,
// and the working directory, links resolved. A platform shows a finding in a file only by its path from
// the root. Both are empty where there is no repository.
func workplace() (root, dir string) {
	dir, err := os.Getwd()
	if err != nil {
		return "", ""
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", ""
	}
	if root = scan.RepositoryRoot(dir); root == "" {
		return "", ""
	}
	return root, dir
}
