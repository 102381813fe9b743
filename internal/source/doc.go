// Package source evaluates Terraform source without Terraform: a root module
// with the modules that it calls, to the graph that a plan of it would give, as
// far as that can be known without a provider.
//
// What a provider would compute is unknown, and knows what it comes from. It
// opens no file itself, knows nothing of plans, and makes nothing of what it
// finds: that is a control's business.
package source
