#!/bin/sh
# Makes the three faces of "Hvlab Sans" and the table of compositions from the
# Lato 2.0 fonts. Run it from anywhere; README.md says when and why.
#
#   render/fonts/subset.sh DIRECTORY    where Lato-Regular.ttf … are
#
# Needs Python 3 with fontTools. The same Lato and the same fontTools give the
# same bytes: no clock is read.
set -eu

[ $# -eq 1 ] || { echo "usage: $0 DIRECTORY" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
exec "${PYTHON:-python3}" - "$1" "$here" <<'PYTHON'
import pathlib
import sys
import unicodedata

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE, HERE = map(pathlib.Path, sys.argv[1:3])
FAMILY = "Hvlab Sans"
FACES = ("Regular", "Bold", "Italic")
# What a report may hold: everything European, and the signs of measures.
RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin, extended A and B
    (0x02B0, 0x036F),                    # modifiers, combining marks
    (0x0370, 0x04FF),                    # Greek, Cyrillic
    (0x1E00, 0x1EFF),                    # Latin additional (Vietnamese)
    (0x2000, 0x206F), (0x2070, 0x20CF),  # punctuation, scripts, currency
    (0x2100, 0x22FF),                    # letterlike, arrows, mathematics
    (0x25A0, 0x25FF),                    # shapes
)
# Left out on purpose: the renderer removes these before it draws.
DROPPED = {0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF}
NEEDED = "□−≥≤≈±×…–—’«»↑↓←→·•\u00a0\u202fNguyễnŒДмΩ"


def wanted(font):
    cmap = font.getBestCmap()
    return {c for low, high in RANGES for c in range(low, high + 1)
            if c in cmap} - DROPPED


def rename(font, face):
    """The name table says Hvlab Sans; Lato is a reserved font name."""
    table = font["name"]
    copyright = table.getDebugName(0)
    postscript = FAMILY.replace(" ", "") + "-" + face
    table.names = []
    for number, text in ((0, copyright), (1, FAMILY), (2, face),
                         (3, postscript), (4, f"{FAMILY} {face}"),
                         (5, "Version 1.000"), (6, postscript),
                         (13, "SIL Open Font License, Version 1.1"),
                         (14, "https://openfontlicense.org")):
        table.setName(text, number, 3, 1, 0x409)


def check(font, path):
    glyphs = font["glyf"]
    cmap = font.getBestCmap()
    for name in glyphs.keys():
        if not glyphs[name].isComposite():
            continue
        for part in glyphs[name].components:
            # libharu 2.3 loses the parts of a part: no accent on Nguyễn
            assert not glyphs[part.glyphName].isComposite(), (path, name)
    if "italic" not in path.name:  # no column of figures is italic
        digits = {font["hmtx"][cmap[ord(c)]][0] for c in "0123456789\u2212"}
        assert len(digits) == 1, (path, "digits are not tabular")
    for c in NEEDED:
        assert ord(c) in cmap, (path, c)
    for record in font["name"].names:
        assert record.nameID == 0 or "lato" not in str(record).lower()


def make(face, codes):
    font = TTFont(SOURCE / f"Lato-{face}.ttf", recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.legacy_kern = False
    options.name_IDs = [0]
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "kern", "gasp",
                            "GlyphOrder"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    for table in list(font["cmap"].tables):  # one Windows BMP table is enough
        if (table.platformID, table.platEncID) != (3, 1):
            font["cmap"].tables.remove(table)
    rename(font, face)
    path = HERE / f"hvlab-sans-{face.lower()}.ttf"
    font.save(path)
    check(TTFont(path), path)


def compositions(codes):
    """Rows {base, mark, composed} of NFC for what the font can show."""
    rows = []
    for code in sorted(codes):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            base, mark = (int(part, 16) for part in parts)
            if unicodedata.normalize("NFC", chr(base) + chr(mark)) == chr(code):
                rows.append((base, mark, code))
    return sorted(rows)


fonts = {face: TTFont(SOURCE / f"Lato-{face}.ttf") for face in FACES}
codes = set.intersection(*(wanted(font) for font in fonts.values()))
for face in FACES:
    make(face, codes)
with open(HERE / "compose.in", "w", encoding="ascii") as out:
    out.write("/* COMPOSE(base, mark, composed), made by subset.sh: sorted"
              " by base, mark. */\n")
    for row in compositions(codes):
        out.write("COMPOSE(0x%04X, 0x%04X, 0x%04X)\n" % row)
print(len(codes), "characters")
PYTHON
