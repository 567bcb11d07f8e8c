/*
 * CPU time and size of PDF: dense pages, from a few to hundreds. Each unit of
 * the document is a heading, two paragraphs, two tables of 12 rows and a chart
 * of 60 marks. bench_pages OUT.pdf UNITS: measures that many alone and writes
 * the document there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "render/render.h"

#define ROUNDS 7
#define ROWS 12
#define COLUMNS 6
#define MARKS 60

struct aim {
	size_t units;
	double ms, kb; /* 0: no aim */
};

static void add_table(struct doc *doc, size_t unit)
{
	struct doc_column columns[COLUMNS] = {{.title = "Measure (unit)"}};
	struct doc_table *table;

	for (size_t c = 1; c < COLUMNS; c++)
		columns[c] = (struct doc_column){
			.title = "System", .align = ALIGN_RIGHT};
	table = doc_table(
		doc, "Means and half intervals at 95%", columns, COLUMNS);
	for (size_t r = 0; r < ROWS; r++) {
		struct doc_row *row = doc_row(doc, table);

		doc_set(doc, row, 0, "sequential reads, 1 MiB");
		for (size_t c = 1; c < COLUMNS; c++)
			doc_set(doc, row, c,
				arena_printf(doc->arena, "%zu.%zu",
					100 + (unit * 37 + r * 11 + c) % 900,
					(unit + r + c) % 10));
	}
}

static void add_chart(struct doc *doc, size_t unit)
{
	struct scene *scene = scene_new(doc->arena, 493);

	for (size_t i = 0; i < MARKS; i++)
		scene_marker(scene, (enum scene_mark)(i % MARKER_RIGHT),
			(struct scene_point){
				10 + (double)((unit * 31 + i * 53) % 470),
				6 + (double)((unit * 17 + i * 29) % 110)},
			2.7,
			(struct scene_ink){(enum scene_colour)(SCENE_SYSTEM +
							       i % 5),
				SCENE_NONE, 0});
	doc_figure(doc, "Every run as a point",
		"Points of five systems, spread evenly", "bench", scene);
}

static struct doc *make(struct arena *arena, size_t units)
{
	static const char text[] =
		"Medians of five runs and intervals at 95% by bootstrap: the "
		"first system leads on the random reads and the memory, the "
		"second one on sequential reads and on jitter; three measures "
		"out of ten are equal within the margin, two are undecided.";
	struct doc *doc = doc_new(arena, LANG_EN);

	doc->title = "Dense pages";
	doc->words = (struct doc_words){"Table", "page {0} of {1}",
		"(continued)", NULL, "Figure", "(unreadable)"};
	for (size_t u = 0; u < units; u++) {
		doc_heading(doc, 1, arena_printf(arena, "%zu", u + 1),
			"Measured performance");
		doc_paragraph(doc, text);
		add_table(doc, u);
		doc_paragraph(doc, text);
		add_table(doc, u + 1);
		add_chart(doc, u);
	}
	return doc;
}

static double now(void)
{
	return 1000.0 * (double)clock() / CLOCKS_PER_SEC;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Pages of a PDF that has no object streams of pages. */
static size_t count_pages(const struct buf *out)
{
	static const char key[] = "/Type /Page\n";
	size_t count = 0;

	for (size_t i = 0; i + sizeof key <= out->length; i++)
		count += !memcmp(out->data + i, key, sizeof key - 1);
	return count;
}

/* ms of CPU, the median of some rounds; -1: failed. */
static double measure(size_t units, struct buf *out)
{
	double times[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		struct arena *arena = arena_new();
		struct diags diags = {.arena = arena};
		struct doc *doc = make(arena, units);
		double start = now();
		int status;

		out->length = 0;
		status = renderer_pdf.render(doc, out, &diags);
		times[i] = now() - start;
		arena_free(arena);
		if (status)
			return -1;
	}
	qsort(times, ROUNDS, sizeof *times, compare);
	return times[ROUNDS / 2];
}

static const char *verdict(double value, double aim)
{
	return aim <= 0 ? "" : value <= aim ? " (within the aim)" : " (OVER)";
}

static bool keep(const char *path, const struct buf *out)
{
	FILE *file = fopen(path, "wb");
	bool kept = file && fwrite(out->data, 1, out->length, file) ==
				    out->length;

	return file && fclose(file) == 0 && kept;
}

static bool report(const struct aim *aim, const char *path)
{
	struct buf out = {0};
	double ms = measure(aim->units, &out);
	double kb = (double)out.length / 1000;
	size_t pages = count_pages(&out);
	bool kept = !path || keep(path, &out);

	printf("%4zu dense pages %8.1f ms CPU%s %8.1f KB%s %6.2f ms a page\n",
		pages, ms, verdict(ms, aim->ms), kb, verdict(kb, aim->kb),
		ms / (double)pages);
	buf_free(&out);
	return ms >= 0 && kept;
}

int main(int argc, char **argv)
{
	static const struct aim aims[] = {
		{7, 60, 250}, {17, 100, 0}, {88, 0, 0}, {440, 0, 0}};

	if (argc == 3) {
		const struct aim one = {
			strtoul(argv[2], NULL, 10), 0, 0};

		return !report(&one, argv[1]);
	}
	for (size_t i = 0; i < sizeof aims / sizeof *aims; i++)
		if (!report(&aims[i], NULL))
			return 1;
	return 0;
}
