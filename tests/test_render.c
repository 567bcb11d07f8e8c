/* Unit tests of the text renderers: Markdown, CSV, terminal. */
#include "tests/helpers.h"

#include "render/render.h"

#define DASH "\xe2\x80\x93"
#define MINUS "\xe2\x88\x92"

static struct doc *doc_of(struct desk *desk)
{
	struct doc *doc = doc_new(desk->arena, LANG_EN);

	doc->title = "Title";
	doc->words = (struct doc_words){
		"Table", "page {0} of {1}", "(continued)", "Contents",
		"Figure", "(unreadable)"};
	return doc;
}

static const char *rendered(struct desk *desk, const struct renderer *renderer,
	const struct doc *doc)
{
	struct buf out = {0};
	const char *text;

	assert_int_equal(renderer->render(doc, &out, &desk->diags), 0);
	expect_silence(desk);
	text = arena_strdup(desk->arena, out.data ? out.data : "");
	assert_int_equal(out.length, strlen(text));
	buf_free(&out);
	return text;
}

static const char *markdown(struct desk *desk, const struct doc *doc)
{
	static const char head[] = "# Title\n\n";
	const char *text = rendered(desk, &renderer_markdown, doc);

	assert_int_equal(strncmp(text, head, strlen(head)), 0);
	return text + strlen(head);
}

/* A table of one column and one cell, which is returned. */
static struct doc_cell *cell_of(struct doc *doc, const char *text)
{
	static const struct doc_column column = {.title = "head"};
	struct doc_table *table = doc_table(doc, "caption", &column, 1);
	struct doc_cell *cell = doc_row(doc, table)->cells;

	cell->text = text;
	return cell;
}

/* -- Markdown -- */

static void markdown_escapes_what_opens_markup(void **state)
{
	struct doc *doc = doc_of(*state);

	doc_paragraph(doc, "a|b `c` *d* _e_ <f> [g](h) ~i~ \\j #k @l &m; $n$");
	assert_string_equal(markdown(*state, doc),
		"a\\|b \\`c\\` \\*d\\* \\_e\\_ \\<f\\> \\[g\\](h) \\~i\\~ "
		"\\\\j \\#k \\@l \\&m; \\$n\\$\n");
}

static void markdown_keeps_a_text_on_its_line(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_span span = {.text = "a\n\n# b\r\nc\t\x01 d"};

	doc_paragraph(doc, NULL)->line = (struct doc_line){&span, &span};
	assert_string_equal(markdown(*state, doc), "a  \\# b  c   d\n");
}

static void markdown_styles_spans(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_node *node = doc_paragraph(doc, "a ");

	doc_span(doc, &node->line, "b*", STYLE_STRONG);
	doc_span(doc, &node->line, " c ", STYLE_PLAIN);
	doc_span(doc, &node->line, "d_", STYLE_EMPHASIS);
	doc_span(doc, &node->line, "", STYLE_STRONG);
	doc_span(doc, &node->line, " e*_f", STYLE_CODE);
	assert_string_equal(
		markdown(*state, doc), "a **b\\*** c *d\\_*` e*_f`\n");
}

static void markdown_fences_code_that_holds_backticks(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_node *node = doc_paragraph(doc, NULL);

	doc_span(doc, &node->line, "a`b``c", STYLE_CODE);
	doc_span(doc, &node->line, " ", STYLE_PLAIN);
	doc_span(doc, &node->line, "`", STYLE_CODE);
	doc_span(doc, &node->line, "", STYLE_CODE);
	assert_string_equal(markdown(*state, doc), "``` a`b``c ``` `` ` ``\n");
}

static void markdown_escapes_the_bar_in_the_code_of_a_cell(void **state)
{
	struct doc *doc = doc_of(*state);

	cell_of(doc, "lscpu | grep `x`")->style = STYLE_CODE;
	assert_non_null(strstr(
		markdown(*state, doc), "\n| `` lscpu \\| grep `x` `` |\n"));
}

static void markdown_code_outside_a_table_is_shown_as_it_is(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_node *node = doc_paragraph(doc, NULL);

	doc_span(doc, &node->line, "lscpu | grep x", STYLE_CODE);
	assert_string_equal(markdown(*state, doc), "`lscpu | grep x`\n");
}

static void markdown_paragraphs_do_not_turn_into_blocks(void **state)
{
	static const char *const texts[] = {
		"- a", "+ a", "1. a", "12) a", "---", "    a"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct doc *doc = doc_of(desk);
		const char *out;

		doc_paragraph(doc, texts[i]);
		out = markdown(desk, doc);
		if (strncmp(out, texts[i], strlen(texts[i])) == 0)
			fail_msg("opens a block: %s", out);
	}
}

static void markdown_headings_have_levels_and_numbers(void **state)
{
	struct doc *doc = doc_of(*state);

	doc_heading(doc, 1, "6", "Ratings");
	doc_heading(doc, 2, "6.1", "A*B");
	doc_heading(doc, 2, NULL, "Annex");
	assert_string_equal(markdown(*state, doc),
		"## 6 Ratings\n\n### 6.1 A\\*B\n\n### Annex\n");
}

static void markdown_shows_drawings_of_rows_behind_the_table(void **state)
{
	static const struct doc_graphic graphic = {.alt = "all of it"};
	struct doc *doc = doc_of(*state);

	cell_of(doc, "x");
	doc->last->table->graphic = &graphic;
	doc_table_figure(doc, doc->last->table, "forest",
		scene_new(doc->arena, 10));
	assert_string_equal(markdown(*state, doc),
		"**Table 1** " DASH " caption\n\n| head |\n| :-- |\n| x |\n\n"
		"![all of it](figures/t1-forest.svg)\n");
	assert_int_equal(doc->figure_count, 0);
}

static void markdown_lists_carry_their_marks(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_node *list = doc_list(doc);

	doc_item(doc, list, "a");
	doc_item(doc, list, "b")->mark = MARK_DONE;
	doc_item(doc, list, "c")->mark = MARK_OPEN;
	/* "- + d" would be a list in the list */
	doc_item(doc, list, "d")->mark = MARK_PLUS;
	doc_list(doc);
	assert_string_equal(markdown(*state, doc), "- a\n- ☑ b\n- ☐ c\n- d\n");
}

static void markdown_callouts_are_quotes(void **state)
{
	struct doc *doc = doc_of(*state);

	doc_callout(doc, TONE_NOTE, "In brief", "a < b");
	doc_callout(doc, TONE_NOTE, NULL, "c");
	assert_string_equal(
		markdown(*state, doc), "> **In brief**\n>\n> a \\< b\n\n> c\n");
}

static void markdown_opens_with_the_title_block(void **state)
{
	struct doc *doc = doc_of(*state);

	doc->title = "A_B";
	doc->subtitle = "sub";
	doc_meta(doc, "Author", "Zoé <z@x>");
	assert_string_equal(rendered(*state, &renderer_markdown, doc),
		"# A\\_B\n\n*sub*\n\n- **Author** " DASH " Zoé \\<z\\@x\\>\n");
}

static void markdown_cells_show_marks_and_stars(void **state)
{
	static const struct {
		enum doc_mark mark;
		signed char stars2;
		const char *text, *wanted;
	} cases[] = {
		{MARK_YES, -1, "yes", "| ✅ yes |"},
		{MARK_PARTLY, -1, "partly", "| ⚠️ partly |"},
		{MARK_NO, -1, "no", "| ❌ no |"},
		{MARK_NONE, -1, "", "|  |"},
		{MARK_NONE, 10, "5", "| ★★★★★ 5 |"},
		{MARK_NONE, 9, "4.5", "| ★★★★½ 4.5 |"},
		{MARK_NONE, 2, "1", "| ★☆☆☆☆ 1 |"},
		{MARK_NONE, 3, "1.5", "| ★½☆☆☆ 1.5 |"},
		{MARK_NONE, 0, "0", "| ☆☆☆☆☆ 0 |"},
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct doc *doc = doc_of(desk);
		struct doc_cell *cell = cell_of(doc, cases[i].text);
		const char *out;

		cell->mark = cases[i].mark;
		cell->stars2 = cases[i].stars2;
		out = markdown(desk, doc);
		if (!strstr(out, cases[i].wanted))
			fail_msg("%s is not in:\n%s", cases[i].wanted, out);
	}
}

/* A table with everything that could break its grid. */
static void nasty_table(struct doc *doc)
{
	static const struct doc_column columns[] = {
		{.title = "a|b", .name = "a_b"},
		{.title = "n", .align = ALIGN_RIGHT},
		{.title = "c", .align = ALIGN_CENTER},
	};
	struct doc_table *table = doc_table(doc, "x|y", columns, 3);
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, "p | q\nr");
	doc_set(doc, row, 1, "1")->style = STYLE_STRONG;
	doc_set_code(doc, row, 2, "|`|");
	doc_group(doc, table, "group | one");
	row = doc_row(doc, table);
	doc_set(doc, row, 0, "\\");
	row->cells[1].text = "a\\|b";
	row->cells[2].text = "x\ny";
	doc_note(doc, table, "note | 1");
	doc_note(doc, table, "note 2");
}

/* Bars of the line that are not escaped. */
static size_t bars(const char *line, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++) {
		if (line[i] == '\\')
			i++;
		else
			count += line[i] == '|';
	}
	return count;
}

static void markdown_tables_have_equal_lines(void **state)
{
	struct doc *doc = doc_of(*state);
	const char *out;
	size_t lines = 0;

	nasty_table(doc);
	out = markdown(*state, doc);
	for (const char *p = out; *p; p += strcspn(p, "\n") + 1) {
		if (*p != '|')
			continue;
		assert_int_equal(bars(p, strcspn(p, "\n")), 4);
		lines++;
	}
	/* head, rule, row, group, row */
	assert_int_equal(lines, 5);
}

static void markdown_tables_have_caption_rule_and_notes(void **state)
{
	struct doc *doc = doc_of(*state);
	const char *out;

	nasty_table(doc);
	out = markdown(*state, doc);
	assert_int_equal(
		strncmp(out, "**Table 1** " DASH " x\\|y\n\n| a\\|b |",
			strlen("**Table 1** " DASH " x\\|y\n\n| a\\|b |")),
		0);
	assert_non_null(strstr(out, "\n| :-- | --: | :-: |\n"));
	assert_non_null(strstr(out, "\n| **group \\| one** |  |  |\n"));
	assert_non_null(strstr(out, " |\n\n- note \\| 1\n- note 2\n"));
}

static void markdown_numbers_its_tables(void **state)
{
	struct doc *doc = doc_of(*state);
	const char *out;

	cell_of(doc, "x");
	cell_of(doc, "y");
	out = markdown(*state, doc);
	assert_non_null(strstr(out, "**Table 1** "));
	assert_non_null(strstr(out, "**Table 2** "));
}

static void markdown_ends_with_one_line_end(void **state)
{
	struct desk *desk = *state;
	struct doc *doc = doc_of(desk);
	const char *out = rendered(desk, &renderer_markdown, doc);

	assert_string_equal(out, "# Title\n");
	doc_paragraph(doc, "x");
	nasty_table(doc);
	out = rendered(desk, &renderer_markdown, doc);
	assert_string_equal(out + strlen(out) - 7, "note 2\n");
}

/* -- CSV -- */

static const char *csv_of(
	struct desk *desk, const char *text, const char *plain)
{
	struct doc *doc = doc_of(desk);

	cell_of(doc, text)->plain = plain;
	return rendered(desk, &renderer_csv, doc);
}

static void csv_quotes_where_it_must(void **state)
{
	struct desk *desk = *state;

	assert_string_equal(csv_of(desk, "a b", NULL), "head\r\na b\r\n");
	assert_string_equal(csv_of(desk, "a,b", NULL), "head\r\n\"a,b\"\r\n");
	assert_string_equal(csv_of(desk, "say \"x\"", NULL),
		"head\r\n\"say \"\"x\"\"\"\r\n");
	assert_string_equal(csv_of(desk, "a\nb", NULL), "head\r\n\"a\nb\"\r\n");
	assert_string_equal(csv_of(desk, "a\rb", NULL), "head\r\n\"a\rb\"\r\n");
	assert_string_equal(csv_of(desk, "", NULL), "head\r\n\r\n");
	assert_string_equal(csv_of(desk, "é;'", NULL), "head\r\né;'\r\n");
}

static void csv_disarms_formulas(void **state)
{
	static const char *const formulas[] = {"=1+1", "+cmd", "-cmd|x",
		"@sum(a)", "\tx", "\rx", "-1+1", "+1 2", "-", "=", "-.",
		"+33 1 23", "-1e", "-1.2.3", "-0x1"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(formulas); i++) {
		const char *wanted = arena_printf(
			desk->arena, "head\r\n\"'%s\"\r\n", formulas[i]);

		assert_string_equal(csv_of(desk, formulas[i], NULL), wanted);
	}
	assert_string_equal(
		csv_of(desk, "=\"a\"", NULL), "head\r\n\"'=\"\"a\"\"\"\r\n");
	assert_string_equal(csv_of(desk, "a=b", NULL), "head\r\na=b\r\n");
}

static void csv_leaves_numbers_alone(void **state)
{
	static const char *const numbers[] = {"-5", "-17.25", "+3.1", "0",
		"1e-300", "-1.5e+20", "-2E5", "12345.678"};
	struct desk *desk = *state;

	for (size_t i = 0; i < COUNT(numbers); i++)
		assert_string_equal(csv_of(desk, numbers[i], NULL),
			arena_printf(
				desk->arena, "head\r\n%s\r\n", numbers[i]));
}

static void csv_takes_what_is_meant_for_programs(void **state)
{
	struct desk *desk = *state;

	assert_string_equal(
		csv_of(desk, MINUS "17,2", "-17.2"), "head\r\n-17.2\r\n");
	assert_string_equal(csv_of(desk, DASH, ""), "head\r\n\r\n");
	assert_string_equal(csv_of(desk, "x", "=y"), "head\r\n\"'=y\"\r\n");
}

/* A version that looks like a number stays as it is; a number gets its comma
 * and is no formula. */
static void csv_for_a_french_spreadsheet(void **state)
{
	const struct doc_column columns[] = {
		{.name = "version"}, {.name = "value", .numbers = true}};
	static const char *const rows[][2] = {{"3.33", "-1.5e-05"},
		{"a;b", "12"}, {"=x", NULL}, {"a,b", "1.2.3"}};
	struct doc *doc = doc_of(*state);
	struct doc_table *table = doc_table(doc, "", columns, 2);

	for (size_t i = 0; i < COUNT(rows); i++)
		doc_record(doc, table, rows[i]);
	assert_string_equal(rendered(*state, &renderer_csv_excel, doc),
		"\xef\xbb\xbfversion;value\r\n"
		"3.33;-1,5e-05\r\n"
		"\"a;b\";12\r\n"
		"\"'=x\";\r\n"
		"a,b;1.2.3\r\n");
	assert_string_equal(rendered(*state, &renderer_csv, doc),
		"version,value\r\n"
		"3.33,-1.5e-05\r\n"
		"a;b,12\r\n"
		"\"'=x\",\r\n"
		"\"a,b\",1.2.3\r\n");
}

static void csv_heads_are_machine_names(void **state)
{
	struct doc *doc = doc_of(*state);

	nasty_table(doc);
	assert_string_equal(rendered(*state, &renderer_csv, doc),
		"a_b,n,c\r\n"
		"p | q r,1,|`|\r\n"
		"\\,a\\|b,\"x\ny\"\r\n");
}

static void csv_parts_tables_by_an_empty_line(void **state)
{
	struct doc *doc = doc_of(*state);

	doc_paragraph(doc, "not of a table");
	cell_of(doc, "x");
	doc_heading(doc, 1, NULL, "neither");
	cell_of(doc, "y");
	assert_string_equal(rendered(*state, &renderer_csv, doc),
		"head\r\nx\r\n\r\nhead\r\ny\r\n");
}

/* -- terminal -- */

static void terminal_aligns_columns_of_any_alphabet(void **state)
{
	static const struct doc_column columns[] = {
		{.title = "Système"},
		{.title = "n", .align = ALIGN_RIGHT},
		{.title = "c", .align = ALIGN_CENTER},
	};
	struct doc *doc = doc_of(*state);
	struct doc_table *table = doc_table(doc, "Débit", columns, 3);
	struct doc_row *row = doc_row(doc, table);

	doc_set(doc, row, 0, "é");
	doc_set(doc, row, 1, MINUS "12");
	doc_set(doc, row, 2, "abc");
	row = doc_row(doc, table);
	/* a combining accent takes no room */
	doc_set(doc, row, 0, "e\xcc\x81t");
	doc_set(doc, row, 1, "5");
	doc_set(doc, row, 2, "x");
	doc_group(doc, table, "a group longer than the first column");
	doc_note(doc, table, "note");
	assert_string_equal(rendered(*state, &renderer_terminal, doc),
		"Débit\n\n"
		"Système    n   c\n"
		"─────────────────\n"
		"é        " MINUS "12  abc\n"
		"e\xcc\x81t         5   x\n"
		"a group longer than the first column\n"
		"─────────────────\n"
		"note\n\n");
}

static void terminal_never_shows_control_characters(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_span span = {.text = "a\x1b[31m\tb\nc\x7f\xc2\x9b"
					"d"};
	const char *out;

	doc_paragraph(doc, NULL)->line = (struct doc_line){&span, &span};
	cell_of(doc, "x\x1b]0;y\a\r\n\xc2\x85z");
	out = rendered(*state, &renderer_terminal, doc);
	for (const char *p = out; *p; p++) {
		unsigned char c = (unsigned char)*p;

		assert_true((c >= ' ' && c != 0x7f) || c == '\n');
		assert_false(c == 0xc2 && (unsigned char)p[1] < 0xa0);
	}
	assert_non_null(strstr(out, "a [31m b c "));
}

static void terminal_columns_hold_in_spite_of_control_characters(void **state)
{
	static const struct doc_column columns[] = {
		{.title = "a"},
		{.title = "b"},
	};
	struct doc *doc = doc_of(*state);
	struct doc_table *table = doc_table(doc, "t", columns, 2);
	struct doc_row *row = doc_row(doc, table);

	row->cells[0].text = "12\x1b"
			     "4";
	row->cells[1].text = "x";
	row = doc_row(doc, table);
	row->cells[0].text = "1\xc2\x9b"
			     "34";
	row->cells[1].text = "y";
	row = doc_row(doc, table);
	row->cells[0].text = "1234";
	row->cells[1].text = "z";
	assert_string_equal(rendered(*state, &renderer_terminal, doc),
		"t\n\n"
		"a     b\n"
		"───────\n"
		"12 4  x\n"
		"1 34  y\n"
		"1234  z\n"
		"───────\n\n");
}

static void terminal_shows_all_kinds_of_nodes(void **state)
{
	struct doc *doc = doc_of(*state);
	struct doc_node *list;

	doc_heading(doc, 1, NULL, "Head");
	doc_paragraph(doc, "Text *as it is*.  ");
	list = doc_list(doc);
	doc_item(doc, list, "one");
	doc_item(doc, list, "two");
	doc_callout(doc, TONE_VERDICT, "Verdict", "Nobody");
	assert_string_equal(rendered(*state, &renderer_terminal, doc),
		"Head\nText *as it is*.\n- one\n- two\nVerdict\nNobody\n");
}

/* -- all of them -- */

/* -- pictures -- */

static void markdown_links_a_picture(void **state)
{
	static const struct picture picture = {.format = PICTURE_JPEG};
	struct doc *doc = doc_of(*state);

	doc_picture(doc, "a*b", "x/y.png", &picture);
	doc_picture(doc, "c", "z.png", NULL);
	assert_string_equal(markdown(*state, doc),
		"**Figure 1** " DASH " a\\*b\n\n"
		"![a\\*b](figures/picture-1.jpg)\n\n"
		"**Figure 2** " DASH " c (unreadable)\n");
}

/* What got past the checks: the document is there, the picture is named. */
static void the_pdf_survives_a_picture_that_is_refused(void **state)
{
	static const unsigned char bytes[] = {0xff, 0xd8, 0xff, 0x00, 0, 2};
	struct picture pictures[] = {
		{bytes, sizeof bytes, PICTURE_JPEG, 24, 16},
		{bytes, sizeof bytes, PICTURE_PNG, 24, 16}};
	struct desk *desk = *state;
	struct doc *doc = doc_of(desk);
	struct buf out = {0};

	doc_picture(doc, "a", "x/y.jpg", &pictures[0]);
	doc_picture(doc, "b", "z.png", &pictures[1]);
	doc_paragraph(doc, "and on");
	assert_int_equal(renderer_pdf.render(doc, &out, &desk->diags), 0);
	assert_true(out.length > 1000);
	assert_non_null(
		told(desk, DIAG_ID_PICTURE_REFUSED, "x/y.jpg, z.png"));
	buf_free(&out);
}

static void renderers_are_found_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(renderer_find("md"), &renderer_markdown);
	assert_ptr_equal(renderer_find("csv"), &renderer_csv);
	assert_ptr_equal(renderer_find("pdf"), &renderer_pdf);
	assert_null(renderer_find("MD"));
	assert_null(renderer_find(""));
	for (size_t i = 0; renderers[i]; i++)
		assert_ptr_equal(
			renderer_find(renderers[i]->name), renderers[i]);
}

static void an_empty_document_renders(void **state)
{
	struct desk *desk = *state;
	struct doc *doc = doc_of(desk);

	assert_string_equal(rendered(desk, &renderer_csv, doc), "");
	assert_string_equal(rendered(desk, &renderer_terminal, doc), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(markdown_escapes_what_opens_markup),
		TEST(markdown_keeps_a_text_on_its_line),
		TEST(markdown_styles_spans),
		TEST(markdown_fences_code_that_holds_backticks),
		TEST(markdown_escapes_the_bar_in_the_code_of_a_cell),
		TEST(markdown_code_outside_a_table_is_shown_as_it_is),
		TEST(markdown_paragraphs_do_not_turn_into_blocks),
		TEST(markdown_headings_have_levels_and_numbers),
		TEST(markdown_shows_drawings_of_rows_behind_the_table),
		TEST(markdown_lists_carry_their_marks),
		TEST(markdown_callouts_are_quotes),
		TEST(markdown_opens_with_the_title_block),
		TEST(markdown_cells_show_marks_and_stars),
		TEST(markdown_tables_have_equal_lines),
		TEST(markdown_tables_have_caption_rule_and_notes),
		TEST(markdown_numbers_its_tables),
		TEST(markdown_ends_with_one_line_end),
		TEST(csv_quotes_where_it_must),
		TEST(csv_disarms_formulas),
		TEST(csv_leaves_numbers_alone),
		TEST(csv_takes_what_is_meant_for_programs),
		TEST(csv_for_a_french_spreadsheet),
		TEST(csv_heads_are_machine_names),
		TEST(csv_parts_tables_by_an_empty_line),
		TEST(terminal_aligns_columns_of_any_alphabet),
		TEST(terminal_never_shows_control_characters),
		TEST(terminal_columns_hold_in_spite_of_control_characters),
		TEST(terminal_shows_all_kinds_of_nodes),
		TEST(markdown_links_a_picture),
		TEST(the_pdf_survives_a_picture_that_is_refused),
		TEST(renderers_are_found_by_name),
		TEST(an_empty_document_renders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
