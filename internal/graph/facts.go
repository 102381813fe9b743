package graph

// Facts holds what is worked out of a graph or a resource at most once, however
// many controls ask. The zero value is empty. It is not safe for concurrent use.
type Facts struct{ known map[any]any }

// Once returns the fact with a key: from compute when it is first asked for, and
// the same value from then on. Do not change what it returns. A key has a type of
// its own in the package that asks.
func Once[T any](f *Facts, key any, compute func() T) T {
	if known, ok := f.known[key]; ok {
		return known.(T)
	}
	fact := compute()
	if f.known == nil {
		f.known = map[any]any{}
	}
	f.known[key] = fact
	return fact
}
