"""The numbers of logs, one a line: what files.py pits hvlab against."""
import json, sys
for f in sys.argv[1:]:
    d = json.load(open(f))
    for job in d["jobs"]:
        head = {"file": f, "tool": "fio", "version": d["fio version"],
                "test": job["jobname"]}

        def put(metric, value, unit):
            print(json.dumps({**head, "metric": metric, "value": value,
                              "unit": unit}))

        for side in ("read", "write"):
            s = job[side]
            if not s["total_ios"]:
                continue
            put(side + ".iops", s["iops"], "1/s")
            put(side + ".bandwidth", s.get("bw_bytes", s["bw"] * 1024), "B/s")
            put(side + ".io_bytes", s["io_bytes"], "B")
            put(side + ".runtime", s["runtime"] / 1000, "s")
            put(side + ".latency_mean", s["lat_ns"]["mean"] / 1e9, "s")
            put(side + ".clat_mean", s["clat_ns"]["mean"] / 1e9, "s")
            for p in ("50", "90", "95", "99", "99.9"):
                v = s["clat_ns"].get("percentile", {}).get("%f" % float(p))
                if v: put(side + ".clat_p" + p, v / 1e9, "s")
        put("cpu.user", job["usr_cpu"] / 100, "1")
        put("cpu.system", job["sys_cpu"] / 100, "1")
