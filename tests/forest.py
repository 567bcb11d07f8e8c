"""Is every interval drawn in its row as it is printed? forest.py FILE.pdf

Takes the rows of the tables that have a column of drawings from the text of
the pages, and the scale from the axis below; the ink in a row reaches from
the lower to the upper bound, or beyond the end of the axis.
"""
import re
import subprocess
import sys
import tempfile

pdf, DPI = sys.argv[1], 200
TITLES = "Écart et IC, en %", "Difference and CI, in %"
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" '
                  r'xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
BOUNDS = re.compile(r"\[([+\u2212]?[\d.,]+)\s?[;,]\s([+\u2212]?[\d.,]+)\]")
text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True,
                      capture_output=True).stdout.decode("utf-8")
checked = bad = 0


def value(word):
    """What a printed figure says; a comma of thousands has three digits."""
    word = re.sub(r",(?=\d{3}(\D|$))", "", word)
    return float(word.replace("\u2212", "-").replace(",", "."))


def raster(page):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page),
                        "-l", str(page), "-singlefile", pdf, folder + "/p"],
                       check=True)
        raw = open(folder + "/p.pgm", "rb").read()
    _, width, height, _, _ = re.split(rb"\s", raw, maxsplit=4)
    width, height = int(width), int(height)
    start = len(raw) - width * height
    return [raw[start + y * width:start + (y + 1) * width]
            for y in range(height)]


def lines_of(boxes):
    """Boxes that stand on one height, joined: (top, bottom, text, boxes)."""
    for top in sorted({box[1] for box in boxes}):
        line = sorted(box for box in boxes if abs(box[1] - top) < 0.1)
        yield top, line[0][3], " ".join(b[4] for b in line), line


def ink(pixels, area):
    """The first and the last x of dark pixels, without the line at zero."""
    left, right, top, bottom, zero = (round(v * DPI / 72) for v in area)
    found = [x for y in range(top, bottom) for x in range(left, right)
             if pixels[y][x] < 160 and abs(x - zero) > 3]
    return [x * 72 / DPI for x in (min(found), max(found))] if found else None


def check_row(pixels, scale, line):
    global checked, bad
    low, high = map(value, BOUNDS.search(line[2]).groups())
    (left, first), (right, last), zero = scale
    per_cent = (right - left) / (last - first)
    # the drawing stands in the middle of one line, or between two
    alone = re.search(r"% ?\[", line[2])
    found = ink(pixels, (left - 8, right + 8, line[0] - (0 if alone else 9),
                         line[1], zero))
    checked += 1
    if not found:
        bad += 1
        print("nothing drawn beside", line[2])
        return
    for bound, seen, edge in ((low, found[0], left), (high, found[1], right)):
        at = left + (bound - first) * per_cent
        # a mark is wider than a short interval, and zero is not seen
        if min(max(at, left), right) - zero < 4 > zero - at:
            continue
        if abs(seen - at) > 4.5 and not (
                (at < left and seen < edge) or (at > right and seen > edge)):
            bad += 1
            print("drawn to", seen, "not", at, "beside", line[2])


for number, page in enumerate(text.split("<page ")[1:], 1):
    boxes = [(*map(float, m[:4]), m[4].replace("\u00a0", " "))
             for m in WORD.findall(page)]
    lines = list(lines_of(boxes))
    heads = [line for line in lines if any(t in line[2] for t in TITLES)]
    pixels = raster(number) if heads else None
    for head in heads:
        below = [line for line in lines if line[0] > head[0]]
        axis = next(line for line in below if re.search(
            r"(\u2212\d+ )+0( \+\d+)+$", line[2]))
        marks = [box for box in axis[3] if re.fullmatch(
            r"[+\u2212]?\d+", box[4])]
        zero = next(box for box in marks if box[4] == "0")
        scale = [((box[0] + box[2]) / 2, value(box[4]))
                 for box in (marks[0], marks[-1])]
        for line in below:
            if line[0] < axis[0] and BOUNDS.search(line[2]):
                check_row(pixels, (*scale, (zero[0] + zero[2]) / 2), line)
print(checked, "intervals,", bad, "faults")
sys.exit(bad > 0 or checked < 7)
