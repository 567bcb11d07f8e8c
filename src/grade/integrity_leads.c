/* Pairs of students that share anything, found in sorted lists: not by going
 * over all pairs. */
#include <stdlib.h>

#include "src/base/memory.h"
#include "src/grade/integrity_pairs.h"

/* A figure that more students share singles out nobody; a text that more
 * share is reported along a chain of them. */
#define SHARED_MAX 24
/* Leads that are held at a time, unless one student has more; or so many parts
 * of all, as each part goes over the whole class. */
#define LEADS_HELD ((size_t)1 << 18)
#define PARTS_MAX 32

struct search {
	const struct class_prints *prints;
	size_t *counts; /* leads per student, as the lower of a pair */
	size_t all, most; /* leads; those that are held at a time */
	uint32_t from, to; /* students whose leads are looked for */
	struct lead *leads;
	size_t count;
};

/* How many from `i` on have its key. */
static size_t alike(const struct field *field, size_t i)
{
	size_t count = 1;

	while (i + count < field->count &&
		field->traits[i + count].key == field->traits[i].key)
		count++;
	return count;
}

/* Calls take() for the figures of each key that several have, with how far
 * each of them leads. */
static void each_shared(struct search *search, const struct field *field,
	void (*take)(struct search *search, const struct field *field,
		size_t first, size_t count, size_t reach))
{
	for (size_t i = 0, count; i < field->count; i += count) {
		size_t reach;

		count = alike(field, i);
		reach = count <= SHARED_MAX ? count : field->test ? 0 : 2;
		if (count > 1 && reach && field->traits[i].odds < 0)
			take(search, field, i, count, reach);
	}
}

static size_t leads_of(size_t i, size_t count, size_t reach)
{
	size_t left = count - 1 - i;

	return left < reach - 1 ? left : reach - 1;
}

static void count_shared(struct search *search, const struct field *field,
	size_t first, size_t count, size_t reach)
{
	for (size_t i = 0; i < count; i++) {
		size_t leads = leads_of(i, count, reach);

		search->counts[field->traits[first + i].student] += leads;
		search->all += leads;
	}
}

static void take_shared(struct search *search, const struct field *field,
	size_t first, size_t count, size_t reach)
{
	for (size_t i = 0; i < count; i++) {
		const struct trait *a = &field->traits[first + i];

		if (a->student < search->from || a->student >= search->to)
			continue;
		for (size_t k = 1; k <= leads_of(i, count, reach); k++)
			search->leads[search->count++] = (struct lead){
				{a->student, a[k].student}, field->test,
				a->odds,
				a->runs < a[k].runs ? a->runs : a[k].runs};
	}
}

static int by_pair(const void *left, const void *right)
{
	const struct lead *a = left, *b = right;

	for (int i = 0; i < 2; i++)
		if (a->student[i] != b->student[i])
			return a->student[i] < b->student[i] ? -1 : 1;
	if (a->test != b->test)
		return a->test < b->test ? -1 : 1;
	return a->odds < b->odds ? -1 : a->odds > b->odds;
}

static size_t alike_leads(const struct search *search, size_t i)
{
	const struct lead *first = &search->leads[i];
	size_t count = 1;

	while (i + count < search->count &&
		first[count].student[0] == first->student[0] &&
		first[count].student[1] == first->student[1])
		count++;
	return count;
}

/* The next students, as many as have few enough leads; how many leads. */
static size_t next_part(struct search *search)
{
	size_t leads = search->counts[search->to];

	search->from = search->to++;
	while (search->to < search->prints->students &&
		leads + search->counts[search->to] <= search->most)
		leads += search->counts[search->to++];
	return leads;
}

static void look_for(struct search *search, size_t most)
{
	const struct class_prints *prints = search->prints;

	search->leads = memory_sure(
		realloc(search->leads, (most + 1) * sizeof *search->leads));
	search->count = 0;
	for (size_t i = 0; i < prints->field_count; i++)
		each_shared(search, &prints->fields[i], take_shared);
	qsort(search->leads, search->count, sizeof *search->leads, by_pair);
}

void class_leads(const struct class_prints *prints,
	void (*take)(void *context, const struct lead *leads, size_t count),
	void *context)
{
	struct search search = {.prints = prints};

	search.counts = memory_sure(
		calloc((size_t)prints->students + 1, sizeof *search.counts));
	for (size_t i = 0; i < prints->field_count; i++)
		each_shared(&search, &prints->fields[i], count_shared);
	search.most = search.all / PARTS_MAX > LEADS_HELD
			      ? search.all / PARTS_MAX
			      : LEADS_HELD;
	while (search.to < prints->students) {
		look_for(&search, next_part(&search));
		for (size_t i = 0, count; i < search.count; i += count) {
			count = alike_leads(&search, i);
			take(context, &search.leads[i], count);
		}
	}
	free(search.leads);
	free(search.counts);
}
