package controls

const (
	readOnlyARN = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
	workerARN   = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
)
