"""Are systems told apart in grey print? grey.py FILE.pdf NAME...

NAMEs are the systems as legends name them, in their order. Their marks, taken
out of a grey raster of a legend that has all of them on a line, differ in
shape, each from each; those of the first two also in lightness.
"""
import itertools
import re
import subprocess
import sys
import tempfile

pdf, names = sys.argv[1], sys.argv[2:]
DPI = 400
LEFT = 60.0            # of the first name of a legend, pt
SHAPES, LIGHTNESS = 0.12, 30  # least differences: share of the area, of 255
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" '
                  r'xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True,
                      capture_output=True).stdout.decode("utf-8")


def legends():
    """Page and word boxes of the names, of every legend with all of them."""
    for number, page in enumerate(text.split("<page ")[1:], 1):
        boxes = [(*map(float, m[:4]), m[4]) for m in WORD.findall(page)]
        for first in boxes:
            line = [b for b in boxes if abs(b[1] - first[1]) < 0.2]
            found = [next((b for b in line if b[4] == name), None)
                     for name in names]
            if abs(first[0] - LEFT) < 1 and first is found[0] and all(found):
                yield number, found


def mark(page, box):
    """The pixels of the mark on the left of a name, row by row."""
    at = [round(v * DPI / 72) for v in (box[0] - 9.2, box[1] - 0.5, 8,
                                        box[3] - box[1] + 1)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page),
                        "-l", str(page), "-x", str(at[0]), "-y", str(at[1]),
                        "-W", str(at[2]), "-H", str(at[3]), "-singlefile",
                        pdf, folder + "/m"], check=True)
        raw = open(folder + "/m.pgm", "rb").read()
    _, width, height, _, _ = re.split(rb"\s", raw, maxsplit=4)
    width, height = int(width), int(height)
    pixels = raw[-width * height:]
    return [pixels[y * width:(y + 1) * width] for y in range(height)]


def cut(rows):
    """Which pixels are inked, without the white around them, on 16 x 16."""
    ys = [y for y, row in enumerate(rows) if min(row) < 200]
    xs = [x for x in range(len(rows[0])) if min(r[x] for r in rows) < 200]
    if not ys:
        return []
    return [rows[ys[0] + (2 * i + 1) * (ys[-1] - ys[0]) // 32]
            [xs[0] + (2 * k + 1) * (xs[-1] - xs[0]) // 32] < 200
            for i in range(16) for k in range(16)]


page, boxes = next(legends())
marks = [mark(page, box) for box in boxes]
shapes = [cut(rows) for rows in marks]
inks = [sorted(v for row in rows for v in row if v < 200) for rows in marks]
bad = 0
for (i, a), (k, b) in itertools.combinations(enumerate(shapes), 2):
    share = sum(x != y for x, y in zip(a, b)) / 256 if a and b else 0
    print(names[i], names[k], f"differ in {share:.0%} of the shape")
    bad += share < SHAPES
light = [ink[len(ink) // 2] if ink else 0 for ink in inks]
print("lightness", light)
bad += abs(light[0] - light[1]) < LIGHTNESS
sys.exit(bad > 0)
