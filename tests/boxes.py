"""Word boxes of a PDF: none outside the margins, none over another.

boxes.py FILE.pdf
"""
import re
import subprocess
import sys

MARGIN = 50.0
text = subprocess.run(["pdftotext", "-bbox", sys.argv[1], "-"], check=True,
                      capture_output=True).stdout.decode("utf-8")
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" '
                  r'xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>',
                  re.S)
bad = words = 0


def overlap(a, b):
    wide = min(a[2], b[2]) - max(a[0], b[0])
    # a box is as tall as the face allows: lines set solid share a little
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide > 0.5 and high > 0.35 * min(a[3] - a[1], b[3] - b[1])


for number, (width, height, body) in enumerate(PAGE.findall(text), 1):
    boxes = [tuple(map(float, m[:4])) + (m[4],) for m in WORD.findall(body)]
    boxes.sort(key=lambda b: b[1])
    words += len(boxes)
    for i, box in enumerate(boxes):
        if (box[0] < MARGIN or box[2] > float(width) - MARGIN or
                box[1] < 20 or box[3] > float(height) - 20):
            print(f"page {number}: outside the margins: {box}")
            bad += 1
        for other in boxes[i + 1:]:
            if other[1] >= box[3]:
                break
            if overlap(box, other):
                print(f"page {number}: {box} over {other}")
                bad += 1
print(words, "words,", bad, "faults")
sys.exit(bad > 0 or words == 0)
