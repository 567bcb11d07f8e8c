"""PDF of dense pages: CPU, size, growth, and others on the same content.

pages.py BENCH_PAGES. The others are typst, WeasyPrint, and pandoc with XeLaTeX,
where they are installed. Each sets the text and the tables of the smallest
document; the charts are left out for them, as if drawing were free.
"""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

BENCH, UNITS, ROUNDS, ROWS, COLUMNS = sys.argv[1], 7, 5, 12, 6
TEXT = ("Medians of five runs and intervals at 95% by bootstrap: the first "
        "system leads on the random reads and the memory, the second one on "
        "sequential reads and on jitter; three measures out of ten are equal "
        "within the margin, two are undecided.")


def tables():
    """Rows of cells of every table."""
    for unit in range(2 * UNITS):
        yield [["Measure (unit)"] + ["System"] * (COLUMNS - 1)] + [
            ["sequential reads, 1 MiB"] +
            [f"{100 + (unit * 37 + r * 11 + c) % 900}.{(unit + r + c) % 10}"
             for c in range(1, COLUMNS)] for r in range(ROWS)]


def html():
    body = ""
    for i, rows in enumerate(tables()):
        body += "" if i % 2 else "<h1>Measured performance</h1>"
        body += f"<p>{TEXT}</p><table>" + "".join(
            "<tr><td>" + "<td>".join(row) for row in rows) + "</table>"
    return f"<!doctype html><title>x</title>{body}"


def markdown():
    body = ""
    for i, rows in enumerate(tables()):
        body += "" if i % 2 else "# Measured performance\n\n"
        rows.insert(1, ["--"] * COLUMNS)
        body += TEXT + "\n\n" + "".join(
            "| " + " | ".join(row) + " |\n" for row in rows) + "\n"
    return body


def typst():
    body = ""
    for i, rows in enumerate(tables()):
        body += "" if i % 2 else "= Measured performance\n"
        body += TEXT + f"\n#table(columns: {COLUMNS}, " + ", ".join(
            f"[{cell}]" for row in rows for cell in row) + ")\n\n"
    return body


def cpu(command):
    """CPU seconds of one run; None: it failed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return None if done.returncode else (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


subprocess.run([BENCH], check=True)
work = tempfile.mkdtemp()
try:
    pdf = work + "/out.pdf"
    others = {
        "typst": (["typst", "compile", work + "/in.typ", pdf], typst, "typ"),
        "weasyprint": (["weasyprint", work + "/in.html", pdf], html, "html"),
        "pandoc": (["pandoc", work + "/in.md", "--pdf-engine=xelatex", "-o",
                    pdf], markdown, "md")}
    there = {k: v for k, v in others.items() if shutil.which(k)}
    if not shutil.which("xelatex"):
        there.pop("pandoc", None)
    # a process of its own for ours, too; seven documents in it
    ours = statistics.median(cpu([BENCH, pdf, str(UNITS)])
                             for _ in range(ROUNDS)) / 7
    for name, (command, make, ending) in there.items():
        with open(f"{work}/in.{ending}", "w", encoding="utf-8") as out:
            out.write(make())
        times = [cpu(command) for _ in range(ROUNDS)]
        if None in times:
            print(f"  {name}: failed")
            continue
        seconds = statistics.median(times)
        print(f"  {name:12s} {1000 * seconds:8.1f} ms CPU, without the charts"
              f"  x{seconds / ours:.0f} of hvlab, {os.path.getsize(pdf)} bytes")
    for name in sorted(others.keys() - there.keys()):
        print(f"  {name}: not installed, no ratio")
finally:
    shutil.rmtree(work)
