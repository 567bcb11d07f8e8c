"""What an independent reading of a recorded file expects of hvlab.

Shared by expect_sysbench.py, expect_fio.py and expect_iperf3.py, which are
written from the descriptions of the formats and know nothing of hvlab's code.
"""
import re

ABSENT = "absent"


class Run:
    """One run: `values` maps a metric to (low, high), or to ABSENT when the
    log does not state it; what is in `may` need not be read. `complete` None:
    either will do."""

    def __init__(self, tool, complete=True, name=None, version=None):
        self.tool, self.complete, self.name = tool, complete, name
        self.version = version
        self.values, self.may = {}, set()

    def put(self, metric, low, high=None, may=False):
        self.values[metric] = (low, low if high is None else high)
        if may:
            self.may.add(metric)
        else:
            self.may.discard(metric)

    def forbid(self, metric):
        self.values.setdefault(metric, ABSENT)

    @property
    def stated(self):
        return any(v is not ABSENT for v in self.values.values())


class File:
    """`ways`: lists of runs, any of which will do (a job of several members
    may be one run or several). `diags`: patterns, each of which one of the
    diagnoses must match. `loose`: runs of hvlab that match none are no
    difference, nor are missing ones."""

    def __init__(self, *ways, diags=(), loose=False, kind="run"):
        self.ways, self.diags = list(ways), list(diags)
        self.loose, self.kind = loose, kind


ESCAPES = re.compile(r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*"
                     r"[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78]")


def clean(data):
    """The text a terminal would show, as lines; \\r pieces: the last one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
    else:
        text = data.decode("utf-8-sig", "replace")
    lines = []
    for line in ESCAPES.sub("", text).split("\n"):
        line = line.rstrip("\r")
        lines.append(line.rsplit("\r", 1)[-1])
    return lines


def half(token):
    """Half a unit of the last printed place of a plain decimal number."""
    return 0.5 * 10.0 ** -len(token.partition(".")[2])
