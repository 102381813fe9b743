package setting

// Suppression is a comment in source that says why a failure of the block below
// it, or around it, does not count:
//
//	# cisbench:ignore=5.4.1:exp=2026-12-31:the office moves in December
//
// On a module block it is for everything in that module.
type Suppression struct {
	Control string // id or key
	Reason  string
	Expires string // YYYY-MM-DD; "" when the comment gives no date
	// Address is the block's, without instance keys, such as
	// "module.eks.aws_eks_cluster.this" or "module.eks".
	Address string
	File    string
	Line    int // of the comment, from 1
}
