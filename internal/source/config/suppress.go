package config

func suppress(all []*declaration, file parsed, diags *diagnostics) {}
