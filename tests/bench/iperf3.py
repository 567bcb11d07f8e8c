"""The numbers of logs, one a line: what files.py pits hvlab against."""
import json, sys
for f in sys.argv[1:]:
    d = json.load(open(f))
    start, end = d["start"], d["end"]
    head = {"file": f, "tool": "iperf3", "version": start.get("version"),
            "test": start.get("test_start", {}).get("protocol")}

    def put(metric, value, unit):
        print(json.dumps({**head, "metric": metric, "value": value,
                          "unit": unit}))

    for side, key in (("sender", "sum_sent"), ("receiver", "sum_received")):
        s = end.get(key)
        if s:
            put(side + ".throughput", s["bits_per_second"], "bit/s")
            put(side + ".bytes", s["bytes"], "B")
            put(side + ".duration", s["seconds"], "s")
            if "retransmits" in s:
                put("retransmits", s["retransmits"], "1")
    c = end.get("cpu_utilization_percent")
    if c:
        put("cpu.local", c["host_total"] / 100, "1")
        put("cpu.remote", c["remote_total"] / 100, "1")
