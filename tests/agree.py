"""Do the formats hold the same digits? agree.py FOLDER LANG

Every figure of comparison.csv and decision.csv stands in report.md and in the
text of report.pdf, spelled for people; every figure of a table of report.md
stands in report.pdf as often.
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
for item in missing[:20]:
    print("missing:", *item)
print(checked, "figures checked")
sys.exit(bool(missing) or checked < 100)
