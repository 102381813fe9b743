# A workload that is removed is no subject.

