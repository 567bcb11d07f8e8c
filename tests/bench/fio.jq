# The numbers of a log, one a line: what tests/bench/files.py pits hvlab against.
."fio version" as $v | .jobs[] | .jobname as $job | .usr_cpu as $u | .sys_cpu as $s |
("read", "write") as $d | .[$d] | select(.total_ios > 0) | . as $x |
[input_filename, "fio", $v, $job, $d] as $head |
(["iops", .iops], ["throughput", .bw_bytes // .bw * 1024], ["bytes", .io_bytes], ["runtime", .runtime / 1000],
 ["latency_avg", .lat_ns.mean / 1e9], ["clat_avg", .clat_ns.mean / 1e9],
 (.clat_ns.percentile // {} | (["50.000000","90.000000","95.000000","99.000000","99.900000"][]) as $p | select(.[$p] != null) | ["clat_p" + $p, .[$p] / 1e9]),
 ["cpu.user", $u / 100], ["cpu.system", $s / 100]) | $head + .
