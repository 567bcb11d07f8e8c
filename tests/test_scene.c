/* Unit tests of scenes and of the SVG made from them. */
#include "tests/helpers.h"

#include "render/render.h"
#include "render/scene_palette.h"
#include "src/model/scene.h"

#define ELLIPSIS "\xe2\x80\xa6"

static struct scene *scene_of(struct desk *desk)
{
	return scene_new(desk->arena, 100);
}

static const char *svg_of(
	struct desk *desk, const struct scene *scene, const char *caption)
{
	struct doc *doc = doc_new(desk->arena, LANG_EN);
	struct buf out = {0};
	const char *text;

	doc->figures = true;
	svg_figure(doc,
		doc_figure(doc, caption, "what it shows", "kind", scene), &out);
	text = arena_strdup(desk->arena, out.data);
	assert_int_equal(strlen(text), out.length);
	buf_free(&out);
	return text;
}

static void expect(const char *svg, const char *piece)
{
	if (!strstr(svg, piece))
		fail_msg("no %s in\n%s", piece, svg);
}

static struct scene_type type_of(double room, unsigned lines)
{
	return (struct scene_type){
		.colour = SCENE_INK, .size = 10, .room = room, .lines = lines};
}

static size_t count_of(const char *text, const char *piece)
{
	size_t count = 0;

	for (; (text = strstr(text, piece)); text += strlen(piece))
		count++;
	return count;
}

/* -- scenes -- */

static void a_scene_is_as_high_as_what_is_in_it(void **state)
{
	struct scene *scene = scene_of(*state);

	scene_rect(scene, (struct scene_point){0, 10}, 5, 7, SCENE_BAND);
	assert_true(scene->height == 17);
	scene_circle(scene, (struct scene_point){3, 20}, 2,
		(struct scene_ink){SCENE_INK, SCENE_NONE, 0});
	assert_true(scene->height == 22);
	scene_line(scene, (struct scene_point){0, 30},
		(struct scene_point){9, 25}, 1, SCENE_RULE);
	assert_true(scene->height == 30);
	scene_text(scene, (struct scene_point){0, 30}, "x", type_of(0, 0));
	assert_true(scene->height > 30 && scene->height < 35);
	assert_int_equal(scene->count, 4);
}

static void an_empty_text_is_nothing(void **state)
{
	struct scene *scene = scene_of(*state);

	scene_text(scene, (struct scene_point){0, 30}, "", type_of(0, 0));
	assert_int_equal(scene->count, 0);
}

static void markers_stand_around_their_centre(void **state)
{
	for (enum scene_mark m = MARKER_DIAMOND; m <= MARKER_LEFT; m++) {
		struct scene *scene = scene_of(*state);
		const struct scene_item *item;

		scene_marker(scene, m, (struct scene_point){50, 50}, 4,
			(struct scene_ink){SCENE_INK, SCENE_NONE, 0});
		item = &scene->items[0];
		assert_int_equal(item->kind, SHAPE_PATH);
		for (size_t i = 0; i < item->count; i++) {
			assert_true(fabs(item->points[i].x - 50) <= 5.1);
			assert_true(fabs(item->points[i].y - 50) <= 5.1);
		}
	}
}

static void every_colour_is_in_the_palette(void **state)
{
	(void)state;
	assert_int_equal(scene_palette[SCENE_NONE], -1);
	for (int c = SCENE_INK; c < SCENE_COLOUR_COUNT; c++)
		assert_in_range(scene_palette[c], 1, 0xFFFFFF);
}

/* -- SVG -- */

static void svg_draws_every_shape_in_its_place(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_rect(scene, (struct scene_point){1.25, 2}, 30, 4.5, SCENE_BAND);
	scene_circle(scene, (struct scene_point){7, 8}, 2.5,
		(struct scene_ink){SCENE_WHITE, SCENE_INK, 0.9});
	scene_line(scene, (struct scene_point){-3, 40},
		(struct scene_point){100, 40}, 0.25, SCENE_RULE);
	svg = svg_of(*state, scene, "caption");
	expect(svg, "<rect x=\"1.25\" y=\"2\" width=\"30\" height=\"4.5\" "
		    "fill=\"#EDF0F3\"/>");
	expect(svg, "<circle cx=\"7\" cy=\"8\" r=\"2.5\" fill=\"#FFFFFF\" "
		    "stroke=\"#1B1F24\" stroke-width=\"0.9\"/>");
	expect(svg, "<path d=\"M-3 40L100 40\" fill=\"none\" "
		    "stroke=\"#B8BFC8\" stroke-width=\"0.25\"/>");
	expect(svg, "viewBox=\"-8 -8 116 56\"");
}

static void svg_has_a_title_a_description_and_a_ground(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_rect(scene, (struct scene_point){0, 0}, 9, 20, SCENE_BAND);
	svg = svg_of(*state, scene, "a & b");
	assert_int_equal(
		strncmp(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39),
		0);
	expect(svg, "<title>a &amp; b</title>");
	expect(svg, "<desc>what it shows</desc>");
	expect(svg, "<rect x=\"-8\" y=\"-8\" width=\"116\" height=\"36\" "
		    "fill=\"#FFFFFF\"/>");
	assert_string_equal(svg + strlen(svg) - 7, "</svg>\n");
}

static void svg_escapes_texts(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_text(scene, (struct scene_point){1, 2},
		"</text><script>\"a\" & 'b'\x01", type_of(0, 0));
	svg = svg_of(*state, scene, "]]><x/>");
	expect(svg,
		"&lt;/text&gt;&lt;script&gt;&quot;a&quot; &amp; 'b' </text>");
	expect(svg, "<title>]]&gt;&lt;x/&gt;</title>");
	assert_null(strstr(svg, "<script"));
}

static void svg_anchors_texts(void **state)
{
	struct scene *scene = scene_of(*state);
	struct scene_type type = type_of(0, 0);

	type.anchor = ANCHOR_RIGHT;
	type.face = SCENE_BOLD;
	scene_text(scene, (struct scene_point){90, 12}, "right", type);
	expect(svg_of(*state, scene, "caption"),
		"<text x=\"90\" y=\"12\" font-size=\"10\" text-anchor=\"end\" "
		"font-weight=\"bold\" fill=\"#1B1F24\">right</text>");
}

static void texts_are_broken_around_their_place(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_text(scene, (struct scene_point){0, 50}, "several words here",
		type_of(60, 2));
	svg = svg_of(*state, scene, "caption");
	assert_int_equal(count_of(svg, "<text"), 2);
	expect(svg, "y=\"44.25\"");
	expect(svg, "y=\"55.75\"");
}

static void texts_are_cut_at_the_end_of_their_room(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_text(scene, (struct scene_point){0, 50},
		"one line that is far too long", type_of(60, 1));
	scene_text(scene, (struct scene_point){0, 90},
		"two lines are not enough for this text", type_of(60, 2));
	svg = svg_of(*state, scene, "caption");
	assert_int_equal(count_of(svg, "<text"), 3);
	assert_int_equal(count_of(svg, ELLIPSIS "</text>"), 2);
}

static void numbers_that_are_none_do_no_harm(void **state)
{
	struct scene *scene = scene_of(*state);
	const char *svg;

	scene_circle(scene, (struct scene_point){NAN, 1e300}, -INFINITY,
		(struct scene_ink){SCENE_INK, SCENE_NONE, 0});
	scene_text(scene, (struct scene_point){0, 5}, "x", type_of(1e-9, 2));
	svg = svg_of(*state, scene, "caption");
	expect(svg, "<circle cx=\"0\" cy=\"0\" r=\"0\"");
	assert_null(strstr(svg, "nan"));
	assert_null(strstr(svg, "inf"));
}

static void equal_scenes_are_equal_bytes(void **state)
{
	const char *texts[2];

	for (int i = 0; i < 2; i++) {
		struct scene *scene = scene_of(*state);

		scene_rect(scene, (struct scene_point){1.0 / 3, 2}, 30, 4,
			SCENE_BAND);
		scene_text(scene, (struct scene_point){0, 50}, "a b c",
			type_of(12, 2));
		texts[i] = svg_of(*state, scene, "caption");
	}
	assert_string_equal(texts[0], texts[1]);
	expect(texts[0], "x=\"0.33\"");
}

/* -- figures in documents -- */

static void markdown_shows_a_figure(void **state)
{
	struct desk *desk = *state;
	struct doc *doc = doc_new(desk->arena, LANG_EN);
	struct buf out = {0};
	struct doc_figure *figure;

	doc->title = "Title";
	doc->words.figure = "Figure";
	figure = doc_figure(doc, "a|b", "x [y]", "forest", scene_of(desk));
	doc_figure_note(doc, figure, "a note");
	assert_int_equal(renderer_markdown.render(doc, &out, &desk->diags), 0);
	assert_string_equal(out.data,
		"# Title\n\n**Figure 1** \xe2\x80\x93 a\\|b\n\n"
		"![x \\[y\\]](figures/1-forest.svg)\n\n- a note\n");
	buf_free(&out);
}

static void terminal_and_csv_leave_figures_out(void **state)
{
	struct desk *desk = *state;
	struct doc *doc = doc_new(desk->arena, LANG_EN);
	struct buf out = {0};

	doc_figure(doc, "caption", "alt", "forest", scene_of(desk));
	renderer_terminal.render(doc, &out, &desk->diags);
	renderer_csv.render(doc, &out, &desk->diags);
	assert_int_equal(out.length, 0);
	buf_free(&out);
}

static int pdf_of(struct desk *desk, struct scene *scene, struct buf *out)
{
	struct doc *doc = doc_new(desk->arena, LANG_EN);

	doc->title = "Title";
	doc->words = (struct doc_words){.table = "Table",
		.page_of = "{0} of {1}",
		.continued = "",
		.contents = "",
		.figure = "Figure"};
	doc_figure(doc, "caption", "alt \xf0\x9f\x98\x80", "kind", scene);
	return renderer_pdf.render(doc, out, &desk->diags);
}

static void pdf_draws_scenes_of_any_height(void **state)
{
	static const double heights[] = {10, 700, 5000};

	for (size_t i = 0; i < COUNT(heights); i++) {
		struct scene *scene = scene_of(*state);
		struct buf out = {0};

		scene_rect(scene, (struct scene_point){0, 0}, 50, heights[i],
			SCENE_BAND);
		scene_text(scene, (struct scene_point){0, heights[i]}, "x",
			type_of(20, 2));
		assert_int_equal(pdf_of(*state, scene, &out), 0);
		buf_free(&out);
	}
}

static void pdf_draws_wide_and_empty_scenes(void **state)
{
	struct scene *scene = scene_new(((struct desk *)*state)->arena, 4000);
	struct buf out = {0};

	assert_int_equal(pdf_of(*state, scene, &out), 0);
	buf_free(&out);
	scene_line(scene, (struct scene_point){0, 0},
		(struct scene_point){4000, 9}, 1, SCENE_INK);
	assert_int_equal(pdf_of(*state, scene, &out), 0);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_scene_is_as_high_as_what_is_in_it),
		TEST(an_empty_text_is_nothing),
		TEST(markers_stand_around_their_centre),
		TEST(every_colour_is_in_the_palette),
		TEST(svg_draws_every_shape_in_its_place),
		TEST(svg_has_a_title_a_description_and_a_ground),
		TEST(svg_escapes_texts),
		TEST(svg_anchors_texts),
		TEST(texts_are_broken_around_their_place),
		TEST(texts_are_cut_at_the_end_of_their_room),
		TEST(numbers_that_are_none_do_no_harm),
		TEST(equal_scenes_are_equal_bytes),
		TEST(markdown_shows_a_figure),
		TEST(terminal_and_csv_leave_figures_out),
		TEST(pdf_draws_scenes_of_any_height),
		TEST(pdf_draws_wide_and_empty_scenes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
