"""Does the title of a report look like a stored picture of it?

names.py FILE.pdf STORED.png

What text extraction cannot tell: a mark that is not drawn, a glyph of another
letter. Another version of poppler draws edges a little differently: what must
agree is the lightness of small squares. Without STORED.png it is written.
"""
import os
import subprocess
import sys

from pixels import pixels

DPI, SIDE = 100, 4
MOST = 80  # difference of the mean of a square, of 255
pdf, stored = sys.argv[1:]


def draw(path):
    subprocess.run(["pdftoppm", "-gray", "-png", "-r", str(DPI), "-l", "1",
                    "-x", "65", "-y", "70", "-W", "700", "-H", "130",
                    "-singlefile", pdf, path], check=True)


def squares(rows):
    """Mean of every square of SIDE pixels, which overlap by half."""
    half = SIDE // 2
    for y in range(0, len(rows) - SIDE + 1, half):
        for x in range(0, len(rows[0]) - SIDE + 1, half):
            yield sum(sum(row[x:x + SIDE])
                      for row in rows[y:y + SIDE]) / SIDE ** 2


if not os.path.exists(stored):
    draw(stored[:-4])
    sys.exit("written: look at it")
draw(pdf + ".title")
found = [abs(a - b) for a, b in zip(squares(pixels(pdf + ".title.png")),
                                    squares(pixels(stored)))]
print("largest difference of a square:", max(found))
sys.exit(max(found) > MOST)
