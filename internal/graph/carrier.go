package graph

// Carriers lists the resource types that pass values on, and do nothing else that
// a control looks at.
func Carriers() []string { return []string{"time_sleep", "null_resource", "terraform_data"} }

// Carried maps the attributes of a carrier to the arguments that they pass on; nil
// for any other type.
func Carried(typ string) map[string]string {
	switch typ {
	case "time_sleep", "null_resource":
		return map[string]string{"triggers": "triggers"}
	case "terraform_data":
		return map[string]string{"output": "input", "input": "input", "triggers_replace": "triggers_replace"}
	}
	return nil
}
