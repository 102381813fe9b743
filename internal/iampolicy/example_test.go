package iampolicy_test

import (
	"fmt"

	"github.com/cisbench/terraform-provider-cisbench/internal/iampolicy"
)

func ExamplePublic() {
	doc, err := iampolicy.Parse(`{
		"Version": "2012-10-17",
		"Statement": {"Sid": "Pull", "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
	}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	public := iampolicy.Public(doc, iampolicy.Limits{V4: 8, V6: 32})
	fmt.Println(public.Truth, public.Reasons[0], public.Reasons[0].Items)
	// Output: yes Statement[0] (Pull) [*]
}

func ExampleWrites() {
	push := iampolicy.Document{Statements: []iampolicy.Statement{{
		Effect:    iampolicy.Known(iampolicy.Allow),
		Actions:   iampolicy.KnownList("ecr:Put*", "ecr:GetAuthorizationToken"),
		Resources: iampolicy.List{Items: []iampolicy.Text{iampolicy.Unknown()}}, // a repository's ARN
	}}}
	w := iampolicy.Writes(push)
	fmt.Println(w.Verdict, w.Reasons[0].Items, len(w.Reasons[0].Actions))
	// Output: write [ecr:Put*] 9
}
