"""Do the formats hold the same digits? agree.py FOLDER LANG

Every figure of comparison.csv and decision.csv stands in report.md and in the
text of report.pdf, spelled for people; every figure of a table of report.md
stands in report.pdf as often. Figures that belong together stand together:
those of a row of comparison.csv in one row of report.md, those of a table row
of report.md in the same order on one line of report.pdf (or on lines that
follow each other, where a cell was broken).
"""
import collections
import csv
import re
import subprocess
import sys

folder, lang = sys.argv[1], sys.argv[2]
markdown = open(f"{folder}/report.md", encoding="utf-8").read()
pdf = subprocess.run(["pdftotext", "-layout", f"{folder}/report.pdf", "-"],
                     check=True, capture_output=True).stdout.decode("utf-8")
# poppler gives a plain space for the narrow one between thousands
pdf = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u202f", pdf)
NUMBER = re.compile(r"[+\u2212]?\d+(?:[.,\u202f]\d+)*")


def spelled(plain):
    """A machine figure as the document writes it, without a plus."""
    sign = "\u2212" if plain.startswith("-") else ""
    whole, _, decimals = plain.lstrip("-").partition(".")
    if len(whole) > 4:
        group = "\u202f" if lang == "fr" else ","
        whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", group, whole)
    point = "," if lang == "fr" else "."
    return sign + whole + (point + decimals if decimals else "")


def numbers(text):
    return collections.Counter(
        n.lstrip("+") for n in NUMBER.findall(text))


def table_text(text):
    lines = [l for l in text.split("\n") if l.startswith("|")]
    # a file name is broken over lines where the column asks for it
    return re.sub(r"`[^`]*`", "", "\n".join(lines)).replace("\\", "")


COMPARED = ["a_mean", "a_sd", "a_median", "a_ci_low", "a_ci_high", "b_mean",
            "b_sd", "b_median", "b_ci_low", "b_ci_high", "delta_pct",
            "delta_ci_low", "delta_ci_high", "loss_pct"]
in_markdown, in_pdf = numbers(markdown), numbers(pdf)
checked, missing = 0, []
for name, columns in (("comparison.csv", COMPARED),
                      ("decision.csv", ["score", "value"])):
    with open(f"{folder}/{name}", newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for column in columns:
                if not row[column]:
                    continue
                checked += 1
                figure = spelled(row[column])
                for where, found in (("md", in_markdown), ("pdf", in_pdf)):
                    if not found[figure]:
                        missing.append((name, column, row[column], where))
for figure, count in numbers(table_text(markdown)).items():
    checked += 1
    if in_pdf[figure] < count:
        missing.append(("report.md", "table", figure, "pdf"))


def sequence(text):
    return [n.lstrip("+") for n in NUMBER.findall(text)]


def starts(part, whole):
    """The places in `whole` at which all of `part` begins, one after the
    other."""
    return [i for i in range(len(whole) - len(part) + 1)
            if whole[i:i + len(part)] == part]


def within(part, whole):
    """Is `part` in `whole` in that order, with others between?"""
    rest = iter(whole)
    return all(n in rest for n in part)


def cells_of(line):
    line = re.sub(r"`[^`]*`", "", line).replace("\\", "")
    return [cell.strip().strip("*") for cell in line.strip("|").split("|")]


def figures_of(cells):
    """The figures of the cells that are figures: no labels, no verdicts."""
    return [sequence(cell) for cell in cells[1:]
            if re.match(r"[\u2605\u2606\u00bd ]*[+\u2212\[]*\d", cell)]


rows = [cells_of(line) for line in markdown.split("\n")
        if line.startswith("|") and not line.startswith("| :")]
in_rows = [[n for cell in figures_of(row) for n in cell] for row in rows]
lines = [sequence(line) for line in pdf.split("\n")]
whole_lines = 0
for row, figures in zip(rows, in_rows):
    if len(figures_of(row)) < 2:
        continue
    checked += 1
    whole_lines += 1
    if any(starts(figures, line) for line in lines):
        continue
    if not any(within(figures, sum(lines[i:i + 4], []))
               for i in range(len(lines)) if lines[i]):
        missing.append(("report.md", "row", row, "pdf"))

TOGETHER = (["a_mean", "b_mean", "delta_pct"],
            ["a_n", "a_mean", "a_sd", "a_median", "a_ci_low", "a_ci_high"],
            ["b_n", "b_mean", "b_sd", "b_median", "b_ci_low", "b_ci_high"])
with open(f"{folder}/comparison.csv", newline="", encoding="utf-8") as stream:
    for row in csv.DictReader(stream):
        for columns in TOGETHER:
            # a path has no row with both directions
            if ">" in row["a"] and "delta_pct" in columns:
                continue
            figures = [spelled(row[c]) for c in columns if row[c]]
            if len(figures) < len(columns):
                continue
            checked += 1
            if not any(within(figures, found) for found in in_rows):
                missing.append(("comparison.csv", row["test"], row["metric"],
                                figures, "one row of md"))
for item in missing[:20]:
    print("missing:", *item)
print(checked, "figures checked")
print(whole_lines, "table rows compared whole")
sys.exit(bool(missing) or checked < 100 or whole_lines < 100)
