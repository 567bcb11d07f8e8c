/* Unit tests of src/grade/figures*.c and label.c: numbers as people write
 * them, held against numbers as logs print them. */
#include "tests/helpers.h"

#include "src/grade/figures.h"
#include "src/grade/label.h"

/* -- reading -- */

struct reading_case {
	const char *text;
	double first, second; /* NAN: no second reading */
	const char *unit;
};

static const struct reading_case readings[] = {
	{"1802,35", 1802.35, NAN, NULL},
	{"1802.35 ev/s", 1802.35, NAN, "events/s"},
	{"1 802,35", 1802.35, NAN, NULL},
	{"1\xc2\xa0"
	 "802,35",
		1802.35, NAN, NULL},
	{"1\xe2\x80\xaf"
	 "802,35",
		1802.35, NAN, NULL},
	{"1\xe2\x80\x89"
	 "802,35 évén./s",
		1802.35, NAN, "events/s"},
	{"1.802,35", 1802.35, NAN, NULL},
	{"1,802.35", 1802.35, NAN, NULL},
	{"1'802.35", 1802.35, NAN, NULL},
	{"1,802", 1.802, 1802, NULL},
	{"16,000", 16, 16000, NULL},
	{"0,802", 0.802, NAN, NULL},
	{"1,234,567", 1234567, NAN, NULL},
	{"1.234.567,8", 1234567.8, NAN, NULL},
	{"34,4k", 34400, NAN, NULL},
	{"1.8 k IOPS", 1800, NAN, "IOPS"},
	{"1,8e3", 1800, NAN, NULL},
	{"~1800", 1800, NAN, NULL},
	{"**3,55 Gbits/sec**", 3.55, NAN, "Gbit/s"},
	{"415 Mb/s", 415, NAN, "Mbit/s"},
	{"415 MB/s", 415, NAN, "MB/s"},
	{"187,65 Mio/s", 187.65, NAN, "MiB/s"},
	{"2,94 ms", 2.94, NAN, "ms"},
	{"940 µs", 940, NAN, "us"},
	{"10.2s", 10.2, NAN, "s"},
	{"1800 175", 1800, NAN, NULL},
	{"3,5 Gbits", 3.5, NAN, "Gbit/s"},
	{"prime 20000", 20000, NAN, NULL},
	{"9.26×10⁶", 9.26e6, NAN, NULL},
	{"9,26 x 10^6 ops/s", 9.26e6, NAN, "ops/s"},
	{"1.1·10⁻³ s", 1.1e-3, NAN, "s"},
	{"4 x 10", 4, NAN, NULL},
	{"1518'50", 1518.5, NAN, NULL},
	{"1’802’350", 1802350, NAN, NULL},
	{"~~999~~ 466", 466, NAN, NULL},
	{"466 ~~999~~", 466, NAN, NULL},
	{"~~466~~", 466, NAN, NULL},
};

static void numbers_are_read_as_people_write_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(readings); i++) {
		const struct reading_case *c = &readings[i];
		struct written written;

		if (!figure_read(c->text, &written))
			fail_msg("%s: no number", c->text);
		expect_near(written.readings[0].value, c->first, 1e-12);
		if (written.count != 1 + !isnan(c->second))
			fail_msg("%s: %zu readings", c->text, written.count);
		if (!isnan(c->second))
			expect_near(
				written.readings[1].value, c->second, 1e-12);
		if (!c->unit != !written.unit ||
			(c->unit && strcmp(c->unit, written.unit->name) != 0))
			fail_msg("%s: unit %s", c->text,
				written.unit ? written.unit->name : "none");
	}
}

static void what_is_no_number_is_none(void **state)
{
	static const char *const texts[] = {
		"", "Proxmox", "-", "1.2.3,4,5", "voir log"};
	struct written written;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (figure_read(texts[i], &written))
			fail_msg("%s is read", texts[i]);
}

static void marks_of_the_number_are_kept(void **state)
{
	struct written written;

	(void)state;
	assert_true(figure_read("≈ 1800", &written) && written.about);
	assert_true(figure_read("environ 1800", &written) && written.about);
	assert_true(figure_read("1800", &written) && !written.about);
	assert_true(figure_read("(+3,1 %)", &written) && written.percent);
	expect_near(written.readings[0].step, 0.1, 1e-12);
	assert_true(figure_read("-3%", &written));
	expect_near(written.readings[0].value, -3, 1e-12);
}

static void blanks_are_told_from_figures(void **state)
{
	(void)state;
	assert_true(figure_is_blank("_______"));
	assert_true(figure_is_blank("  – "));
	assert_true(figure_is_blank("\xc2\xa0…"));
	assert_true(figure_is_blank("N/A"));
	assert_false(figure_is_blank("0"));
	assert_false(figure_is_blank("Égalité"));
	assert_true(figure_same_text("**~1800**", "~1800"));
	assert_true(figure_same_text("1800", "~1800"));
	assert_false(figure_same_text("~1801", "~1800"));
}

/* -- matching -- */

struct match_case {
	const char *text;
	double log; /* base unit */
	const char *log_unit, *unit;
	double slack; /* base unit */
	enum figure_verdict verdict;
};

#define MIB 1048576.0

static const struct match_case matches[] = {
	/* French figures with any space */
	{"1 802,35", 1802.35, "events/s", "events/s", 0.005, FIGURE_ROUNDED},
	{"1\xe2\x80\xaf"
	 "802,35",
		1802.35, "events/s", "events/s", 0.005, FIGURE_ROUNDED},
	/* both readings tried, the fitting one taken */
	{"1,802", 1802.35, "events/s", "events/s", 0.005, FIGURE_ROUNDED},
	{"1,802", 1.80235e-3, "ms", "ms", 5e-9, FIGURE_ROUNDED},
	{"16,000", 16.0, "s", "s", 0, FIGURE_ROUNDED},
	{"16,000", 1.6, "s", "s", 0, FIGURE_WRONG},
	{"16,000", 2.7, "s", "s", 0, FIGURE_WRONG},
	/* MiB and MB, both ways */
	{"187,65 MB/s", 187.65 * MIB, "MiB/s", "MB/s", 5e-3 * MIB, FIGURE_UNIT},
	{"196.77 MB/s", 187.65 * MIB, "MiB/s", "MB/s", 5e-3 * MIB,
		FIGURE_ROUNDED},
	{"187.65", 187.65 * MIB, "MiB/s", "MiB/s", 5e-3 * MIB, FIGURE_ROUNDED},
	{"196.77", 187.65 * MIB, "MiB/s", "MiB/s", 5e-3 * MIB, FIGURE_UNIT},
	/* fio prints 10.2MiB/s (10.7MB/s) */
	{"10.7", 10.2 * MIB, "MiB/s", "MB/s", 0.05 * MIB, FIGURE_ROUNDED},
	{"10.2", 10.2 * MIB, "MiB/s", "MB/s", 0.05 * MIB, FIGURE_UNIT},
	/* cut instead of rounded */
	{"1802.3", 1802.39, "events/s", "events/s", 0.005, FIGURE_TRUNCATED},
	{"1802.4", 1802.39, "events/s", "events/s", 0.005, FIGURE_ROUNDED},
	{"1802.5", 1802.39, "events/s", "events/s", 0.005, FIGURE_NEAR},
	/* fio's "365MiB/s (382MB/s)" with the zeros of a spreadsheet */
	{"382", 365 * MIB, "MiB/s", "MB/s", 0.5 * MIB, FIGURE_ROUNDED},
	{"382.0", 365 * MIB, "MiB/s", "MB/s", 0.5 * MIB, FIGURE_ROUNDED},
	{"382,00 MB/s", 365 * MIB, "MiB/s", "MB/s", 0.5 * MIB, FIGURE_ROUNDED},
	{"365,00 MiB/s", 365 * MIB, "MiB/s", "MB/s", 0.5 * MIB, FIGURE_ROUNDED},
	{"381.00", 365 * MIB, "MiB/s", "MB/s", 0.5 * MIB, FIGURE_NEAR},
	{"40.10", 38.2 * MIB, "MiB/s", "MB/s", 0.05 * MIB, FIGURE_ROUNDED},
	{"40.20", 38.2 * MIB, "MiB/s", "MB/s", 0.05 * MIB, FIGURE_NEAR},
	/* approximately */
	{"~1780", 1802.39, "events/s", "events/s", 0.005, FIGURE_ABOUT},
	{"1780", 1802.39, "events/s", "events/s", 0.005, FIGURE_WRONG},
	{"1850", 1802.39, "events/s", "events/s", 0.005, FIGURE_WRONG},
	/* another unit of the same kind */
	{"0,415", 415e6, "Mbit/s", "Gbit/s", 0.5e6, FIGURE_ROUNDED},
	{"415 Mbits/sec", 415e6, "Mbit/s", "Gbit/s", 0.5e6, FIGURE_ROUNDED},
	{"415", 415e6, "Mbit/s", "Gbit/s", 0.5e6, FIGURE_SCALE},
	{"2940 µs", 2.94e-3, "ms", "ms", 5e-6, FIGURE_ROUNDED},
	{"14,8k", 14800, "IOPS", "IOPS", 50, FIGURE_ROUNDED},
	{"", 1, "s", "s", 0, FIGURE_BLANK},
	{"____", 1, "s", "s", 0, FIGURE_BLANK},
	{"oui", 1, "s", "s", 0, FIGURE_UNREADABLE},
};

static struct figure_match judged(
	const struct match_case *c, const char *sample)
{
	/* a mean: no observation to tell the dimension from but the unit's */
	static struct candidate candidate;
	struct figure_cell cell = {.text = c->text,
		.sample = sample,
		.unit = unit_find(c->unit),
		.own = &candidate,
		.own_count = 1,
		.near = 0.01};

	candidate = (struct candidate){
		c->log, c->slack, unit_find(c->log_unit), NULL, NULL};
	return figure_judge(&cell);
}

static void figures_are_held_against_the_log(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(matches); i++) {
		struct figure_match match = judged(&matches[i], NULL);

		if (match.verdict != matches[i].verdict)
			fail_msg("%s against %g: verdict %d, not %d",
				matches[i].text, matches[i].log, match.verdict,
				matches[i].verdict);
	}
}

static void the_reading_that_fits_is_told(void **state)
{
	const struct match_case thousands = {
		"1,802", 1802.35, "events/s", "events/s", 0, 0};
	struct figure_match match = judged(&thousands, NULL);

	(void)state;
	assert_int_equal(match.reading, 1);
	assert_true(match.ambiguous);
	expect_near(match.written, 1802, 1e-12);
}

static void a_sample_left_in_place_is_an_echo(void **state)
{
	const struct match_case echo = {
		"~1800", 677.53, "events/s", "events/s", 0, 0};
	const struct match_case honest = {
		"~1800", 1802.39, "events/s", "events/s", 0, 0};

	(void)state;
	assert_int_equal(judged(&echo, "~1800").verdict, FIGURE_ECHO);
	/* whoever measures what the sheet says has measured it */
	assert_int_equal(judged(&honest, "~1800").verdict, FIGURE_ABOUT);
}

static void the_other_columns_figure_is_named(void **state)
{
	const struct unit *unit = unit_find("events/s");
	struct candidate own = {677.53, 0, unit, NULL, NULL};
	struct candidate other = {542.11, 0, unit, NULL, NULL};
	struct figure_cell cell = {
		"542,11", NULL, unit, &own, &other, 1, 1, 0.01};

	(void)state;
	assert_int_equal(figure_judge(&cell).verdict, FIGURE_SWAPPED);
	cell.own_count = 0;
	assert_int_equal(figure_judge(&cell).verdict, FIGURE_NO_LOG);
}

/* -- winners and percentages -- */

static const char *const alpha[] = {"proxmox", "pve", "kvm", NULL};
static const char *const beta[] = {"xcpng", "xcp-ng", "xcp", "xen", "xo", NULL};
static const char *const *const sides[2] = {alpha, beta};

static void winners_have_many_names(void **state)
{
	static const struct {
		const char *text;
		int winner;
	} cases[] = {{"Proxmox (+3%)", 0}, {"**PVE**", 0}, {"XO", 1},
		{"XCP-ng + Xen Orchestra", 1}, {"xen", 1},
		{"Égalité", WINNER_TIE}, {"égalité", WINNER_TIE},
		{"=", WINNER_TIE}, {"ex æquo", WINNER_TIE},
		{"Aucun", WINNER_TIE}, {"Proxmox et Xen", WINNER_TIE},
		{"____", WINNER_BLANK}, {"", WINNER_BLANK},
		{"Promox", 0}, {"Proxmoxx (+2 %)", 0}, {"Proxnox", 0},
		{"Prox", WINNER_UNREAD}, {"VMware", WINNER_UNREAD}, {"xenon", WINNER_UNREAD}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (winner_read(cases[i].text, sides) != cases[i].winner)
			fail_msg("%s: %d", cases[i].text,
				winner_read(cases[i].text, sides));
}

static void a_small_gap_is_a_tie_or_a_win(void **state)
{
	(void)state;
	/* 2.5 % */
	assert_true(winner_right(WINNER_TIE, 1025, 1000, false, 0.03));
	assert_true(winner_right(0, 1025, 1000, false, 0.03));
	assert_false(winner_right(1, 1025, 1000, false, 0.03));
	/* 5 %: no tie */
	assert_false(winner_right(WINNER_TIE, 1050, 1000, false, 0.03));
	/* latency: the lower wins */
	assert_true(winner_right(0, 1.11, 1.14, true, 0.03));
	assert_false(winner_right(1, 1.11, 1.14, true, 0.03));
	assert_false(winner_right(WINNER_BLANK, 1, 1, true, 0.03));
	assert_true(winner_right(WINNER_TIE, 1, 1, true, 0));
}

static void a_percentage_has_several_bases(void **state)
{
	struct reading a = {1800, 1}, b = {1750, 1};

	(void)state;
	/* 2.857 % of the smaller, 2.778 % of the larger */
	assert_true(percent_right((struct reading){3, 1}, a, b));
	assert_true(percent_right((struct reading){2.9, 0.1}, a, b));
	assert_true(percent_right((struct reading){2.78, 0.01}, a, b));
	assert_true(percent_right((struct reading){-2.8, 0.1}, a, b));
	assert_false(percent_right((struct reading){4, 1}, a, b));
	assert_false(percent_right((struct reading){2.5, 0.1}, a, b));
	assert_false(percent_right(
		(struct reading){3, 1}, (struct reading){0, 1}, b));
}

/* -- labels -- */

static void labels_survive_wrong_encodings(void **state)
{
	(void)state;
	assert_true(label_same("Métrique", "MÉTRIQUE"));
	assert_true(label_same("Metrique", "Métrique"));
	assert_true(label_same("MÃ©trique", "Métrique"));
	assert_true(label_same("m\xef\xbf\xbdtrique", "Métrique"));
	assert_true(label_same("M trique", "Métrique"));
	assert_true(
		label_holds("Disque **Ã‰criture Seq.** MB/s", "Écriture Seq."));
	assert_true(label_same("Proxmox -> Xen", "Proxmox → Xen"));
	assert_false(label_same("Xen → Proxmox", "Proxmox → Xen"));
	assert_false(label_holds("Lecture seq.", "Écriture seq."));
	assert_false(label_holds("anything", ""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(numbers_are_read_as_people_write_them),
		TEST(what_is_no_number_is_none),
		TEST(marks_of_the_number_are_kept),
		TEST(blanks_are_told_from_figures),
		TEST(figures_are_held_against_the_log),
		TEST(the_reading_that_fits_is_told),
		TEST(a_sample_left_in_place_is_an_echo),
		TEST(the_other_columns_figure_is_named),
		TEST(winners_have_many_names),
		TEST(a_small_gap_is_a_tie_or_a_win),
		TEST(a_percentage_has_several_bases),
		TEST(labels_survive_wrong_encodings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
