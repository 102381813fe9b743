# A configuration of no block at all.
