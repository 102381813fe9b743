package source

import "testing"

// An instance in a chain of calls costs what its address is long: modules that call
// each other twice, thirty deep, stay within the memory that the limits are for.
func TestDeepInstancesCountMore(t *testing.T) {
	made := func(depth int) (n int) {
		for m := (&meter{ctx: t.Context(), instances: 1000}); m.instance(depth); n++ {
		}
		return n
	}
	if flat, deep := made(7), made(mostDepth); flat != 1000 || deep != 200 {
		t.Errorf("of 1,000 instances, %d are made in modules of a real depth and %d at the deepest: want 1000 and 200", flat, deep)
	}
}
