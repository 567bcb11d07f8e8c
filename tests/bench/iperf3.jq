# The numbers of a log, one a line: what tests/bench/files.py pits hvlab against.
.start.version as $v | .start.test_start.protocol as $p | .end as $e | [input_filename, "iperf3", $v, $p] as $head |
( ($e.sum_sent // $e.sum | select(.) | ["sender.throughput", .bits_per_second], ["sender.bytes", .bytes], ["sender.duration", .seconds], (select(.retransmits != null) | ["retransmits", .retransmits])),
  ($e.sum_received // empty | ["receiver.throughput", .bits_per_second], ["receiver.bytes", .bytes], ["receiver.duration", .seconds]),
  ($e.cpu_utilization_percent // empty | ["cpu.local", .host_total / 100], ["cpu.remote", .remote_total / 100])) | $head + .
