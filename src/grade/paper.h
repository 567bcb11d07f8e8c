/*
 * paper: what a student wrote, whatever it was written with, as one model:
 * tables, paragraphs and boxes to tick, each below its heading.
 *
 * Read are Markdown and plain text (tables of GitHub's Markdown with or without
 * outer pipes and with "\|" in cells, rows of pipes without a header line,
 * frames of +---+ or of drawn lines, rows of tabs, semicolons or commas, columns
 * aligned with blanks; fenced blocks are passed over), HTML (Moodle's online
 * text), docx, odt, xlsx and ods.
 *
 * All text is UTF-8 without emphasis marks, blanks in a row have become one,
 * blanks at the ends are gone; no-break and narrow spaces are kept, they stand
 * in numbers. An empty cell is "", a line to write on ("_______") stays.
 * Merged columns give empty cells, so that columns keep their places.
 *
 * A table in a cell of a table comes out as a table of its own, three deep;
 * what is deeper is text of the cell.
 *
 * Bounds: the limits of the submission for bytes, 64 cells a row, 100 000 cells,
 * paragraphs and boxes a document, 256 elements deep. An office document that declares entities
 * (DOCTYPE) is refused. Not read: text inside pictures, boxes of ActiveX.
 */
#ifndef HVLAB_GRADE_PAPER_H
#define HVLAB_GRADE_PAPER_H

#include "src/grade/listing.h"
#include "src/grade/submission.h"

#define PAPER_COLUMNS ((size_t)64)
#define PAPER_THINGS ((size_t)100000)

/* Places: the line of a text, 1-based; in an office document or a web page
 * that of its listing (listing.h). */

struct paper_row {
	const char **cells;
	size_t count, capacity;
	unsigned line;
};

struct paper_table {
	const char *heading; /* the nearest above; NULL: none */
	const char *intro;   /* the paragraph just before ("Exemple de
				résultats :"); NULL: none */
	struct paper_row *rows;
	size_t count, capacity;
	bool marked; /* the source says that row 0 is a header; else it may
			be one all the same */
	unsigned line;
};

struct paper_paragraph {
	const char *heading;
	const char *text;
	unsigned line;
};

/*
 * "[x] text", "☑ text", "text : oui"; in a table a cell of that form, or one
 * that is nothing but the sign beside the text. Ticked: x X v o * ✓ ✔ ✅ ☑ ☒ ■
 * oui yes ok fait done vrai true, a cross in brackets; not: nothing, ☐ □ ◻ ⬜ ❌
 * non no faux false. Boxes of forms come out as ☑ or ☐. Which boxes matter, the
 * reader knows by their text: a table of features has such cells too.
 */
struct paper_box {
	const char *heading;
	const char *text;
	bool ticked;
	unsigned line;
};

struct paper {
	const char *source; /* the label of the file */
	bool repaired;	    /* mojibake was turned back (text.h) */
	struct paper_table *tables;
	size_t table_count, table_capacity;
	struct paper_paragraph *paragraphs; /* headings are not among
						them, boxes are */
	size_t paragraph_count, paragraph_capacity;
	struct paper_box *boxes;
	size_t box_count, box_capacity;
	size_t images;
	/* the text of a document in which there is output of a tool, as a file
	   of its own; `bytes` NULL: none */
	struct submitted_file log;
	const struct listing_hint *hints;
	size_t hint_count;
	const char *rows; /* paper_read()'s: the listing, where it has some */
	struct paper *next; /* another sheet, tables as text; NULL: none */
};

/* Is there a sign of a box in the line? */
bool paper_has_box(const char *line);
/* Might the line be the head of a table of three columns or more without
 * pipes? */
bool paper_is_head(const char *line);

/*
 * A file whose `paper` is set; of a spreadsheet every sheet that is not hidden
 * is a paper, whose source is "label/name". Tables that stand in a document as
 * text, such as the source of a Markdown sheet, are a paper behind it. In the arena. What went wrong is noted in
 * desk->notes under the file's label; then false, and the paper holds what came
 * before.
 */
bool paper_read(struct arena *arena, struct pack_desk *desk,
	const struct submitted_file *file, struct paper *paper);

#endif
