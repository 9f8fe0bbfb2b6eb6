module dev.tagjoin/benchmarks/bench

go 1.19
