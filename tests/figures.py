"""Are the figures of a report all there? figures.py FOLDER WORD...

Every figure of report.md has a caption, an alternative text and an SVG file,
and no other SVG file is there; each file is well-formed, has title and
description, refers to nothing, and all its shapes and texts lie inside it;
every caption and every text of an SVG stands in report.pdf, whose figures
have an alternative text too. What the rows of a table show in report.pdf is
in report.md a figure behind the table, under its caption. WORDs are kinds of figures that must be there,
with a minus in front such that must not.
"""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

folder, kinds = sys.argv[1], sys.argv[2:]
SVG = "{http://www.w3.org/2000/svg}"
bad = 0


def fault(*what):
    global bad
    bad += 1
    print(*what)


def plain(text):
    """Without escapes and differences of spaces."""
    text = re.sub(r"\\(.)", r"\1", text)
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def output(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


markdown = open(f"{folder}/report.md", encoding="utf-8").read()
pdf = plain(output("pdftotext", "-layout", f"{folder}/report.pdf",
                   "-").decode("utf-8"))
figures = re.findall(r"\*\*Figure (\d+)\*\* \u2013 (.*)\n\n"
                     r"!\[(.*)\]\(figures/(.*)\.svg\)\n", markdown)
figures += re.findall(r"\*\*(?:Tableau|Table) (\d+)\*\* \u2013 (.*)\n\n"
                      r"(?:(?:\|.*\n)+\n)(?:- .*\n)*\n?"
                      r"!\[(.*)\]\(figures/(t\1-.*)\.svg\)\n", markdown)
files = sorted(os.listdir(f"{folder}/figures"))
names = [name for _, _, _, name in figures]
if sorted(f"{name}.svg" for name in names) != files:
    fault("files", files, "figures", names)
counted = [int(n) for n, _, _, name in figures
           if not name.startswith("t")]
if counted != list(range(1, len(counted) + 1)):
    fault("numbers", counted)
kinds_there = {re.sub(r"^t?\d+-", "", name) for name in names}
for kind in kinds:
    found = kind.lstrip("-") in kinds_there
    if found == kind.startswith("-"):
        fault("kind", kind)


def numbers(element):
    """The places in x and in y that the element names."""
    get = element.get
    if element.tag == SVG + "path":
        values = [float(n) for n in re.findall(r"-?[\d.]+", get("d"))]
        return values[::2], values[1::2]
    if element.tag == SVG + "circle":
        x, y, r = float(get("cx")), float(get("cy")), float(get("r"))
        return [x - r, x + r], [y - r, y + r]
    x, y = float(get("x")), float(get("y"))
    return ([x, x + float(get("width", 0))], [y, y + float(get("height", 0))])


for number, caption, alt, name in figures:
    path = f"{folder}/figures/{name}.svg"
    root = tree.parse(path).getroot()
    left, top, width, height = map(float, root.get("viewBox").split())
    title, desc = root.find(SVG + "title"), root.find(SVG + "desc")
    if plain(title.text) != plain(caption) or plain(desc.text) != plain(alt):
        fault(name, "title or description")
    if len(alt) < 20:
        fault(name, "alternative text", alt)
    words = plain(caption).split()
    label = "Figure" if not name.startswith("t") else r"Table(?:au)?"
    if not re.search(rf"{label} {number} \u2013 " +
                     re.escape(" ".join(words[:5])), pdf):
        fault(name, "caption in the PDF")
    for element in root:
        tag = element.tag.replace(SVG, "")
        if tag in ("title", "desc"):
            continue
        if tag not in ("rect", "circle", "path", "text") or any(
                "href" in a or "url" in v for a, v in element.items()):
            fault(name, tag)
        xs, ys = numbers(element)
        if (min(xs) < left or max(xs) > left + width or min(ys) < top or
                max(ys) > top + height):
            fault(name, "outside", tree.tostring(element))
        text = plain(element.text or "").rstrip("\u2026 ")
        if tag == "text" and not set(text.split()) <= set(pdf.split()):
            if text not in pdf:
                fault(name, "not in the PDF:", text)
raw = output("qpdf", "--qdf", "--object-streams=disable",
             f"{folder}/report.pdf", "-")
if raw.count(b"/Alt ") != len(figures) or not figures:
    fault("alternative texts in the PDF", raw.count(b"/Alt "))
print(len(figures), "figures,", bad, "faults")
sys.exit(bad > 0)
