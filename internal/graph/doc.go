// Package graph holds the resources of a configuration as a control sees them:
// instances with addresses, values that are unset, known or unknown, and the
// links between them.
//
// A graph looks the same whether it was read from a plan, from a state or from
// source; a [Source] stands between it and the format. It decides nothing: what
// a value means for a control is the control's business.
package graph
