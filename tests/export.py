"""Do the outputs for programs hold the same? export.py KIND FOLDER [FOLDER]

json FOLDER    report.json against runs.csv, comparison.csv and decision.csv
tidy FOLDER    the CSV files are RFC 4180, one table each, for any program
excel A B      the CSV files of B, for a French spreadsheet, against those of A
lang A B       report.json in two languages: all but the texts is the same
"""
import csv
import itertools
import re
import sys

from schema import load

TABLES = ("runs.csv", "comparison.csv", "decision.csv")
# in the language of the document
TEXTS = {"language", "title", "author", "date", "name", "short_name", "label",
         "text", "note",
         "meaning", "remedy", "found"}
wrong = []
checked = 0


def rows(path, **dialect):
    with open(path, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, strict=True, **dialect))


def check(what, found, wanted):
    global checked
    checked += 1
    if found != wanted:
        wrong.append((*what, found, wanted))


def near(what, digits, value):
    """The digits of a table, rounded for people, are those of the value."""
    global checked
    checked += 1
    if (digits == "") != (value is None):
        wrong.append((*what, digits, value))
    elif digits:
        decimals = len(digits.partition(".")[2])
        if abs(float(digits) - value) > 0.5000001 * 10 ** -decimals:
            wrong.append((*what, digits, value))


def yes(value):
    return "yes" if value else "no"


def text(value):
    return "" if value is None else str(value)


def scaled(value, factor):
    return None if value is None else value * factor


def runs(report, table):
    values = [(run, value) for run in report["runs"]
              for value in run["values"]]
    check(["runs.csv"], len(table), len(values))
    for row, (run, value) in zip(table, values):
        place = run["place"] if ">" in text(run["place"]) else None
        found = [row[c] for c in ("system", "test", "path", "repetition",
                                  "counted", "tool", "tool_version", "metric",
                                  "unit", "raw", "file", "line")]
        guarded = [re.sub(r"^'(?=[=+\-@\t\r])", "", f) for f in found]
        check(["runs.csv", row["file"], row["line"]], guarded, [
            text(v) for v in (
                run["system"], run["test"], place, run["repetition"],
                yes(run["counted"]), run["tool"],
                run["tool_version"], value["metric"], value["unit"],
                value["raw"], run["file"], value["line"])])
        check([row["file"], row["line"]], float(row["value"]), value["value"])


def side(what, row, name, sample, factor):
    check(what, row[name + "_n"], text(sample["n"]))
    for column in ("mean", "sd", "median", "ci_low", "ci_high"):
        near([*what, name, column], row[f"{name}_{column}"],
             scaled(sample[column], factor))


def judged(what, row, pair, line):
    for column, value in (
            ("delta_pct", "ratio"), ("delta_ci_low", "ratio_low"),
            ("delta_ci_high", "ratio_high")):
        near([*what, column], row[column],
             None if pair[value] is None else 100 * (pair[value] - 1))
    for column in ("p", "p_holm", "equal_p", "equal_p_holm"):
        near([*what, column], row[column], pair[column])
    for column in ("proved_margin", "detectable"):
        near([*what, column], row[column + "_pct"], scaled(pair[column], 100))
    for column, key in (("runs_needed", "for_margin"),
                        ("runs_needed_at_most", "at_most"),
                        ("runs_needed_as_observed", "as_observed")):
        check([*what, column], row[column], text(pair["runs_needed"][key]))
    fragility = pair["fragility"] or {}
    check(what, row["deletions"], text(fragility.get("deletions")))
    check(what, row["deletions_changing"], text(fragility.get("changes")))
    for column in ("beyond_margin", "confirmed", "negligible"):
        if row[column]:
            check([*what, column], row[column], yes(pair[column]))
    check(what, row["reason"], text(pair["reason"]))
    others = pair["second_opinions"] or {}
    for column in ("permutation_p", "mann_whitney_p", "hedges_g"):
        near([*what, column], row[column], others.get(column))
    for column, key in (("fieller_low_pct", "fieller_low"),
                        ("fieller_high_pct", "fieller_high"),
                        ("hodges_lehmann_pct", "hodges_lehmann_ratio")):
        value = others.get(key)
        near([*what, column], row[column],
             None if value is None else 100 * (value - 1))
    if row["margin_pct"]:
        near(what, row["margin_pct"], 100 * line["margin"])


def comparison(report, table):
    lines = {(l["test"], l["metric"]): l for l in report["comparison"]}
    pairs = 0
    for row in table:
        what = [row["test"], row["metric"], row["a"], row["b"]]
        line = lines[row["test"], row["metric"]]
        samples = {s["place"]: s for s in line["samples"]}
        check(what, row["unit"], line["display"]["unit"])
        check(what, row["better"], line["better"])
        for name in "ab":
            sample = samples.get(row[name])
            if sample:
                side(what, row, name, sample, 1 / line["display"]["factor"])
            else:
                check(what, row[name + "_n"], "0")
        if row["verdict"] == "baseline":
            loss = samples[row["a"]]["loss"]
            for column, key in (("loss_pct", "value"), ("loss_ci_low", "low"),
                                ("loss_ci_high", "high")):
                near([*what, column], row[column], scaled(loss[key], 100))
            continue
        pair = next(p for p in line["pairs"]
                    if (p["a"], p["b"]) == (row["a"], row["b"]))
        pairs += 1
        check(what, row["verdict"], pair["verdict"])
        judged(what, row, pair, line)
    check(["pairs"], pairs, sum(len(l["pairs"]) for l in lines.values()))


def decision(report, table):
    answers = {d["use_case"]: d for d in report["decisions"]}
    values = {(r["criterion"], s["system"]): s["value"]
              for r in report["ratings"] for s in r["systems"]}
    for row in table:
        what = [row["use_case"], row["system"], row["criterion"]]
        d = answers[row["use_case"]]
        system = next(s for s in d["systems"] if s["system"] == row["system"])
        lever = next(c for c in d["criteria"]
                     if c["criterion"] == row["criterion"])
        check(what, float(row["weight"]), lever["weight"])
        near(what, row["value"], values[row["criterion"], row["system"]])
        near(what, row["score"], system["score"])
        check(what, row["answer"], text(d["answer"]))
        check(what, row["sureness"], text(d["sureness"]))
        near(what, row["weight_to_move"], d["turns"]["weights"]["moved"])
        check(what, row["unknown_ratings"],
              text(d["unknown_ratings"] if d["best"] else None))
        turning = d["turns"]["rating"]
        if row["turning_stars"]:
            check(what, row["criterion"], turning["criterion"])
            near(what, row["turning_stars"], turning["stars"])
        for column in ("draws", "seed"):
            check(what, row[column],
                  text(report["lab"][column] if d["best"] else None))
        for column in ("first", "first_no_preference", "topsis", "promethee"):
            near([*what, column], row[column], system[column])
        if row["system"] == d["best"]:
            near(what, row["first_error"], d["first_error"])
            near(what, row["confidence_factor"], d["confidence_factor"])
            for column in ("contribution", "flip_weight", "stable_low",
                           "stable_high", "central_weight"):
                near([*what, column], row[column], lever[column])


def samples_are_runs(report):
    """The values of a sample are those of the runs that it names."""
    for line in report["comparison"]:
        for sample in line["samples"]:
            found = []
            for index in sample["runs"]:
                run = report["runs"][index]
                check([line["test"]], run["counted"], True)
                check([line["test"]], (run["test"], run["place"]),
                      (line["test"], sample["place"]))
                found += [v["value"] for v in run["values"]
                          if v["metric"] == line["metric"]]
            check([line["test"], line["metric"]], found, sample["values"])


def from_json(folder):
    report = load(f"{folder}/report.json")
    for name, compare in zip(TABLES, (runs, comparison, decision)):
        compare(report, rows(f"{folder}/{name}"))
    samples_are_runs(report)


FIGURE = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?")
WORDS = {"system", "test", "path", "counted", "tool", "tool_version", "metric",
         "unit", "raw", "file", "better", "a", "b", "verdict", "reason",
         "beyond_margin", "confirmed", "negligible", "use_case", "criterion",
         "answer", "sureness"}


def fields_of(line):
    """The fields of one record as RFC 4180 has them, quotes and all."""
    record = re.fullmatch(r'(?:("(?:[^"]|"")*"|[^",\r\n]*)(,|$))+', line)
    check(["record", line[:60]], record is not None, True)
    fields = []
    for match in re.finditer(r'("(?:[^"]|"")*"|[^",]*)(,|$)', line):
        fields.append(match[1])
        if not match[2]:
            break
    return fields


def shortest(what, digits):
    """As few digits as read back as the same number, and no sign but '-'."""
    check([*what, digits], len(digits) <= len(repr(float(digits))), True)
    check([*what, digits], re.fullmatch(
        r"-?\d+(\.\d+)?(e[+-]?\d+)?", digits) is not None, True)


def tidy(folder):
    for name in TABLES:
        with open(f"{folder}/{name}", "rb") as stream:
            raw = stream.read()
        check([name, "no mark"], raw[:3] != b"\xef\xbb\xbf", True)
        check([name, "ends of lines"], raw.count(b"\n"), raw.count(b"\r\n"))
        check([name, "last line"], raw.endswith(b"\r\n"), True)
        lines = raw.decode("utf-8").split("\r\n")[:-1]
        head = fields_of(lines[0])
        for title in head:
            check([name, title], re.fullmatch(r"[a-z][a-z0-9_]*", title)
                  is not None, True)
        check([name, "titles once"], len(head), len(set(head)))
        for line in lines[1:]:
            for title, field in zip(head, fields_of(line)):
                quoted = field.startswith('"')
                check([name, "quotes only where needed", field],
                      quoted, re.search(r'[",]', field[1:-1]) is not None
                      or field[1:2] == "'")
                if title not in WORDS and field:
                    check([name, title, field],
                          FIGURE.fullmatch(field) is not None, True)
                bare = field.strip('"')
                check([name, "no formula", field],
                      bare[:1] in ("=", "+", "-", "@") and
                      not FIGURE.fullmatch(bare), False)
        for row in rows(f"{folder}/{name}"):
            check([name, "as many fields"], None in row, False)
            if "value" in row and name == "runs.csv":
                shortest([name], row["value"])


def from_excel(folder, excel):
    for name in TABLES:
        with open(f"{excel}/{name}", "rb") as stream:
            raw = stream.read()
        check([name, "mark"], raw[:3], b"\xef\xbb\xbf")
        check([name, "ends of lines"], raw.count(b"\n"), raw.count(b"\r\n"))
        french = rows(f"{excel}/{name}", delimiter=";")
        french = [{k.lstrip("\ufeff"): v for k, v in row.items()}
                  for row in french]
        tidy = rows(f"{folder}/{name}")
        check([name, "rows"], len(french), len(tidy))
        for a, b in zip(tidy, french):
            check([name], list(a), list(b))
            for key in a:
                wanted = a[key]
                if key not in WORDS and FIGURE.fullmatch(wanted):
                    wanted = wanted.replace(".", ",")
                elif key not in WORDS:
                    check([name, key, "a figure"], wanted, "")
                check([name, key], b[key], wanted)


def strip(value, key=None):
    if isinstance(value, dict):
        return {k: strip(v, k) for k, v in value.items()
                if k not in TEXTS}
    return [strip(v) for v in value] if isinstance(value, list) else value


def same(a, b):
    check(["languages"], strip(load(f"{a}/report.json")),
          strip(load(f"{b}/report.json")))
    check(["bytes of numbers"], *(
        [n for line in open(f"{x}/report.json", encoding="utf-8")
         if not re.match(r' *"(' + "|".join(TEXTS) + '|note)"', line)
         for n in re.findall(r": (-?[\d.]+(?:e[+-]?\d+)?)[,}\n]", line)]
        for x in (a, b)))
    for name in TABLES:
        check([name], open(f"{a}/{name}", "rb").read(),
              open(f"{b}/{name}", "rb").read())


{"json": from_json, "tidy": tidy, "excel": from_excel,
 "lang": same}[sys.argv[1]](*sys.argv[2:])
for item in itertools.islice(wrong, 20):
    print("differs:", *(f"{i!r:.200}" for i in item))
print(checked, "checked")
sys.exit(bool(wrong) or not checked)
