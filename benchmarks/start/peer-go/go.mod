module dev.tagjoin/benchmarks/peer

go 1.19
