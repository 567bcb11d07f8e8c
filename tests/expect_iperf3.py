"""iperf3, read independently: text of both sides, JSON and JSON stream."""
import json
import re

from expect import ABSENT, File, Run, clean, half

BYTES = {p: 1024 ** i for i, p in enumerate(["", "K", "M", "G", "T"])}
BITS = {p: 1000 ** i for i, p in enumerate(["", "K", "M", "G", "T"])}
ROW = re.compile(
    r"\[ *(\d+|SUM)\](?:\[(TX|RX)-[CS]\])? +(\d+\.\d\d)-(\d+\.\d\d) +sec +"
    r"([\d.]+) ([KMGT]?)Bytes +([\d.]+) ([KMGT]?)(bits|Bytes)/sec(.*)")
TAIL = re.compile(r"^ +(-?[\d.]+|-?nan) ms +(-?\d+|Unknown)/(\d+)")
ABORT = re.compile(r"iperf3: (error|interrupt|the client has)")
ENDED = re.compile(r"kill|stopp|SIGTERM|aborted|busy|refus|turned", re.I)


def spread(token, unit):
    return ((float(token) - half(token)) * unit,
            (float(token) + half(token)) * unit)


def rate_of(row):
    unit = BITS[row[7]] if row[8] == "bits" else 8 * BYTES[row[7]]
    return spread(row[6], unit)


class Side:
    """The summary rows of one end of a flow."""

    def __init__(self, rows):
        totals = [r for r in rows if r[0] == "SUM"]
        self.row = totals[-1] if totals else rows[-1]
        self.single = len(rows) == 1 or bool(totals)


def put_side(run, name, rows, udp):
    side = Side(rows)
    row = side.row
    if row[4] == "0.00" and row[6] == "0.00":
        # the far side's numbers are not known here
        for what in ("bytes", "throughput"):
            run.forbid(f"{name}.{what}")
        return
    may = not side.single
    low, high = rate_of(row)
    coarse = high - low > 0.02 * high
    run.put(f"{name}.bytes", *spread(row[4], BYTES[row[5]]), may=may)
    run.put(f"{name}.throughput", low, high, may=may or coarse)
    length = float(row[3]) - float(row[2])
    run.put(f"{name}.duration", length - 0.0051, length + 0.0051, may=may)
    tail = TAIL.match(row[9])
    if udp and tail and name == "receiver":
        if tail.group(2) != "Unknown":
            lost, packets = int(tail.group(2)), int(tail.group(3))
            run.put("lost_packets", lost, may=True)
            run.put("packets", packets, may=True)
            if packets and 0 <= lost <= packets:
                run.put("loss", lost / packets - 1e-9, lost / packets + 1e-9,
                        may=True)
        if "nan" not in tail.group(1):
            jitter = spread(tail.group(1), 1e-3)
            run.put("jitter", *jitter, may=True)
    retr = re.match(r" +(\d+) +sender", row[9])
    if not udp and retr:
        run.put("retransmits", int(retr.group(1)), may=may)


def flows(rows, client):
    """Summary rows by flow: the client's sending first."""
    for role in (None, "TX", "RX") if client else (None, "RX", "TX"):
        mine = [r for r in rows if r[1] == role]
        if mine:
            yield role, mine


def own_side(run, sends, role):
    """A server need not be asked for what the client measured: old ones print
    it, and 3.1 prints zeros."""
    far = "receiver" if sends and role is None or role == "TX" else "sender"
    for metric in run.values:
        if metric.startswith(far) or metric == "retransmits" and \
                far == "sender":
            run.may.add(metric)


def put_datagrams(run, text_):
    tail = TAIL.match(text_)
    if tail and int(tail.group(2)) >= 0:
        run.put("lost_packets", int(tail.group(2)), may=True)
        run.put("packets", int(tail.group(3)), may=True)
    else:
        run.put("packets", 0, 1e12, may=True)


def text_test(lines, client, aborted, special):
    rows, udp, seen_server_output = [], False, False
    for line in lines:
        if line.strip().endswith("Server output:"):
            seen_server_output = True
        if "Total Datagrams" in line or "Jitter" in line:
            udp = True
        found = ROW.search(line)
        if found and not seen_server_output:
            rows.append(found.groups())
    summary = [r for r in rows
               if re.search(r"\b(sender|receiver)\s*$", r[9])]
    runs = []
    for role, mine in flows(summary, client):
        run = Run("iperf3", not aborted)
        for name in ("sender", "receiver"):
            side = [r for r in mine if r[9].rstrip().endswith(name)]
            if side:
                put_side(run, name, side, udp)
        if not client:
            own_side(run, any("Cwnd" in line for line in lines), role)
        runs.append(run)
    if not summary and rows:
        run = Run("iperf3", None if udp and not aborted else False)
        if udp and not aborted:     # before 3.2: one unlabelled row
            put_datagrams(run, rows[-1][9])
        runs = [run]
    if aborted:
        for run in runs:
            run.complete = False
            run.may.update(run.values)
            # what the survivor writes down for the dead is not true
            for metric in list(run.values):
                if run.values[metric] is not ABSENT:
                    run.may.add(metric)
    return runs


def text(lines, special, version):
    joined = "\n".join(lines)
    client = "Connecting to host" in joined
    mark = "Connecting to host" if client else "Accepted connection"
    starts = [i for i, l in enumerate(lines) if mark in l]
    runs, diags = [], []
    pieces = [lines[a:b] for a, b in zip(starts, starts[1:] + [len(lines)])]
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        body = "\n".join(piece)
        aborted = bool(ENDED.search(special)) and last and (
            "ended with Ctrl-C" not in special or
            bool(re.search(r"client (stopp|kill)|stopped with|killed",
                           special)))
        if ABORT.search(body) and client:
            aborted = True
        summary = re.search(r"(sender|receiver)\s*$", body, re.M)
        if not summary and not re.search(r"Sent \d+ datagrams", body) and \
                not re.search(r"Jitter.*Lost.*\n(.*\n)*?.*\(\d", body):
            aborted = True
        found = text_test(piece, client, aborted, special)
        if last and not client and ABORT.search("\n".join(lines[:2])):
            # stopped, but during this test or after it?
            for run in found:
                run.complete = None if run.complete else run.complete
        if aborted:
            diags.append("incomplete|interrupted|failed|no result|aborted")
        runs += found
    if not pieces:
        diags.append(".")
    return File([r for r in runs if r.stated], diags=diags,
                kind="run" if pieces else "no run")


def documents(text_):
    """JSON documents anywhere in a text, pairs kept in order."""
    decoder = json.JSONDecoder(object_pairs_hook=list_object)
    position = 0
    while True:
        position = text_.find("{", position)
        if position < 0:
            return
        try:
            value, position = decoder.raw_decode(text_, position)
            yield value
        except json.JSONDecodeError:
            position += 1


class Object(dict):
    pairs = ()


def list_object(pairs):
    result = Object()
    for key, value in pairs:
        result.setdefault(key, value)
    result.pairs = pairs
    return result


def close(run, metric, value, may=False):
    # 3.0 and 3.1 print six or seven digits
    run.put(metric, value - abs(value) * 2e-6, value + abs(value) * 2e-6, may)


def json_flow(run, sent, received, role, udp, client):
    for name, total in (("sender", sent), ("receiver", received)):
        far = not client and name != role
        if not isinstance(total, dict) or not total.get("bytes"):
            run.forbid(f"{name}.throughput")
            run.forbid(f"{name}.bytes")
            continue
        close(run, f"{name}.bytes", total["bytes"], far)
        close(run, f"{name}.throughput", total["bits_per_second"], far)
        length = total["end"] - total["start"]
        run.put(f"{name}.duration", length * (1 - 2e-6) - 1e-6,
                length * (1 + 2e-6) + 1e-6, far)
    if isinstance(sent, dict) and sent.get("retransmits") is not None \
            and not udp and role == "sender":
        run.put("retransmits", sent["retransmits"])


def json_udp(run, sums, i, end, role, client):
    """Which of the sums means what changed over the versions; from 3.11 on
    there are sum_sent and sum_received. A server knows only its own side."""
    run.put("packets", 0, 1e12, may=True)
    flow = "_bidir_reverse" if i else ""
    own = sums.get("sum_sent" + flow, [None])[0]
    far = sums.get("sum_received" + flow, [None])[0]
    for name, total in (("sender", own), ("receiver", far)):
        if not isinstance(total, dict) or not total.get("bytes"):
            continue
        if not client and name != role:
            continue
        close(run, f"{name}.bytes", total["bytes"], may=True)
        close(run, f"{name}.throughput", total["bits_per_second"], may=True)
    if isinstance(far, dict) and far.get("packets") and \
            0 <= far["lost_packets"] <= far["packets"] and \
            (client or role == "receiver"):
        run.put("lost_packets", far["lost_packets"], may=True)
        run.put("packets", far["packets"], may=True)
        close(run, "loss", far["lost_packets"] / far["packets"], may=True)
        close(run, "jitter", far["jitter_ms"] / 1000, may=True)


def json_test(document):
    start, end = document.get("start", {}), document.get("end", {})
    test = start.get("test_start", {})
    client = "connecting_to" in start
    udp = test.get("protocol") == "UDP"
    if "test_start" not in start and not end:
        # a server that was stopped while it waited is no failed test
        return [], client
    sums = {}
    for key, value in getattr(end, "pairs", ()):
        # before 3.11 a --bidir document repeats the keys
        sums.setdefault(key, []).append(value)
    sent = sums.get("sum_sent", [])
    received = sums.get("sum_received", [])
    sent += sums.get("sum_sent_bidir_reverse", [])
    received += sums.get("sum_received_bidir_reverse", [])
    failed = "error" in document or not end
    runs = []
    count = max(len(sent), len(received))
    if udp and not count and "sum" in sums:
        count = 1
    for i in range(count):
        run = Run("iperf3", not failed)
        reverse = bool(test.get("reverse")) or i == 1
        role = "sender" if client != reverse else "receiver"
        if udp:
            json_udp(run, sums, i, end, role, client)
        else:
            json_flow(run, sent[i] if i < len(sent) else None,
                      received[i] if i < len(received) else None, role, udp,
                      client)
        runs.append(run)
    # 3.9 does not say in a client's document that it failed
    if client and not udp and received and \
            (received[0].get("bytes") == 0 and sent[0].get("bytes")):
        failed = True
    if failed:
        for run in runs:
            run.complete = False
            run.may.update(run.values)
    return runs, failed


def repair(text_):
    return re.sub(r":\s*-?nan\b", ": null", text_)


def stream(lines, server):
    runs, diags, current = [], [], Object()
    for line in lines:
        found = re.match(r'\{"event":"(\w+)","data":(.*)\}$', line.strip())
        if not found:
            continue
        try:
            data = json.loads(found.group(2), object_pairs_hook=list_object)
        except json.JSONDecodeError:
            continue
        event = found.group(1)
        if event == "start":
            current = Object(start=data)
        elif event == "error":
            current["error"] = data
        elif event == "end":
            current["end"] = data
            if "start" in current:
                more, failed = json_test(current)
                runs += more
            else:
                failed = True
            if failed and ("start" in current or not server):
                diags.append("incomplete|interrupted|failed|no result|cut|"
                             "without any test")
            current = Object()
    if "start" in current:
        diags.append("incomplete|interrupted|failed|ends before")
    return File([r for r in runs if r.stated], diags=diags, kind="run")


def expect(path, data, row):
    special = row.get("special", "")
    if not data:
        return File([], diags=["empty"], kind="empty")
    lines = clean(data)
    joined = "\n".join(lines)
    if path.startswith("iperf2"):
        foreign = re.search(r"^Client connecting to|^Server listening on "
                            r"(TCP|UDP) port|^\[ *\d+\] local .* connected "
                            r"with", joined, re.M)
        return File([], diags=["iperf2"] if foreign else [], loose=not foreign,
                    kind="foreign")
    if re.match(r'\{"event":"', joined):
        return stream(lines, "-server" in path)
    if re.search(r"^\{$", joined, re.M) and '"start":' in joined:
        runs, diags, cookies = [], [], set()
        for document in documents(repair(joined)):
            if "start" not in document:
                continue
            more, failed = json_test(document)
            runs += more
            if failed:
                diags.append("incomplete|interrupted|failed|no result|"
                             "without any test")
        return File([r for r in runs if r.stated], diags=diags, kind="json")
    return text(lines, special, row.get("version", ""))
