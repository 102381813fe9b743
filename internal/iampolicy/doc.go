// Package iampolicy reasons about IAM policy documents: who they admit, which
// ECR writes they allow, which Kubernetes service accounts they trust, and what
// a node role's policies hold beyond what a worker node needs.
//
// It is no policy simulator: it does not decide single requests, and it does
// not combine identity policies with resource policies, permission boundaries
// or service control policies. It knows nothing of Terraform: strings go in,
// answers come out.
//
// # Partial knowledge
//
// A document may be rebuilt from a configuration whose values are known only
// after apply. So every string is a [Text], every sequence says whether it may
// hold more than it shows (Open), and every answer is a [Truth]: Yes and No are
// proven by what is known, Maybe is everything else.
//
// # Use
//
//	doc, err := iampolicy.Parse(policy)
//	if err != nil {
//		return err
//	}
//	switch public := iampolicy.Public(doc, limits); public.Truth {
//	case logic.Yes:
//		return fail("%s allows everyone", public.Reasons[0]) // Statement[0] (AllowPull)
//	case logic.Maybe:
//		return unknown()
//	}
//
// The same for a node role, whose policies count together:
//
//	switch w := iampolicy.Writes(docs...); w.Verdict {
//	case iampolicy.ECRWrite:
//		return fail("%s allows %s", w.Reasons[0], w.Reasons[0].Actions[0])
//	case iampolicy.ECRUndecided:
//		return unknown()
//	case iampolicy.ECRPullThrough:
//		return manual()
//	}
//
// A document known in part is written as literals:
//
//	doc := iampolicy.Document{Statements: []iampolicy.Statement{{
//		Effect:     iampolicy.Known(iampolicy.Allow),
//		Principals: iampolicy.Principals{Items: []iampolicy.Principal{{Type: iampolicy.Known("AWS"), IDs: iampolicy.List{Items: []iampolicy.Text{iampolicy.Unknown()}}}}},
//		Actions:    iampolicy.KnownList("ecr:GetDownloadUrlForLayer"),
//	}}}
package iampolicy
