# The numbers of a log, one a line: what tests/bench/files.py pits hvlab against.
function put(metric, value, unit, raw) {
  printf "{\"file\":\"%s\",\"line\":%d,\"tool\":\"sysbench\",\"tool_version\":\"%s\",\"test\":\"%s\",\"metric\":\"%s\",\"value\":%.15g,\"unit\":\"%s\",\"raw\":\"%s\"}\n", FILENAME, FNR, version, test, metric, value, unit, raw
}
FNR == 1 { version = test = section = "" }
/^sysbench [0-9]/ { version = $2 }
/^Prime numbers limit/ { test = "cpu" }
/^Running memory speed test/ { test = "memory" }
/^File operations:/ { test = "fileio" }
/^[^ ].*:$/ { section = $0 }
/events per second:/ { put("events_per_second", $4, "1/s", $4) }
/^Total operations:/ { v = $4; sub(/^\(/, "", v); put("operations", $3, "1", $3); put("operations_per_second", v, "1/s", v) }
/MiB transferred/ { v = $4; sub(/^\(/, "", v); put("transferred", $1 * 1048576, "B", $1 " " $2); put("throughput", v * 1048576, "B/s", v " MiB/sec") }
section ~ /^Latency/ && /^ +(min|avg|max|sum):/ { sub(/:/, "", $1); put("latency_" $1, $2 / 1000, "s", $2) }
section ~ /^Latency/ && /percentile:/ { put("latency_p" ($1 + 0), $3 / 1000, "s", $3) }
/total time:/ { v = $3; sub(/s$/, "", v); put("total_time", v, "s", $3) }
/total number of events:/ { put("total_events", $5, "1", $5) }
section ~ /^(File operations|Throughput)/ && /(reads|writes|fsyncs)\/s:/ { put("fileio." $1, $2, "1/s", $2) }
section ~ /^Throughput/ && /(read|written), MiB\/s:/ { put("fileio." $1, $3 * 1048576, "B/s", $3) }
