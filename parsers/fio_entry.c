#include "parsers/fio_entry.h"

#include <stdio.h>
#include <string.h>

static bool same_client(const struct fio_entry *a, const struct fio_entry *b)
{
	if (!a->client || !b->client)
		return a->client == b->client;
	return strcmp(a->client, b->client) == 0;
}

struct fio_entries fio_entries_of(const struct fio_entry *first, size_t count)
{
	struct fio_entries entries = {first, 0};

	while (entries.count < count &&
		first[entries.count].group == first->group &&
		strcmp(first[entries.count].name, first->name) == 0 &&
		same_client(&first[entries.count], first))
		entries.count++;
	return entries;
}

static struct fio_number rate_of_entries(struct arena *arena,
	const struct fio_entries *entries, size_t direction,
	enum fio_value which)
{
	static const struct fio_number unknown = {0};
	struct fio_rate rate = {0};

	for (size_t i = 0; i < entries->count; i++) {
		const struct fio_entry *entry = &entries->first[i];
		const struct fio_number *numbers = entry->numbers[direction];

		if (entry->present[direction])
			fio_rate_add(arena, &rate, &numbers[which],
				which == FIO_BANDWIDTH ? &numbers[FIO_IO_BYTES]
						       : &unknown,
				&numbers[FIO_RUNTIME]);
	}
	return fio_rate_end(arena, &rate);
}

static struct fio_number over_entries(struct arena *arena,
	const struct fio_entries *entries, size_t direction,
	enum fio_value which)
{
	struct fio_sum sum = {0};

	if (fio_is_rate(which) && entries->count > 1)
		return rate_of_entries(arena, entries, direction, which);

	for (size_t i = 0; i < entries->count; i++) {
		const struct fio_entry *entry = &entries->first[i];

		if (entry->present[direction])
			fio_sum_add(
				&sum, which, &entry->numbers[direction][which]);
	}
	return fio_sum_end(arena, &sum);
}

static bool has_direction(const struct fio_entries *entries, size_t direction)
{
	for (size_t i = 0; i < entries->count; i++)
		if (entries->first[i].present[direction])
			return true;
	return false;
}

static void observe_summable(struct arena *arena, struct run *run,
	const struct fio_entries *entries, enum fio_value which)
{
	struct fio_sum total = {0};
	struct fio_number number;
	bool parts = false;

	for (size_t i = 0; i < FIO_MIXED; i++) {
		if (!has_direction(entries, i))
			continue;
		parts = true;
		number = over_entries(arena, entries, i, which);
		fio_observe(arena, run, (enum fio_direction)i, which, &number);
		fio_sum_add(&total, which, &number);
	}
	number = fio_sum_end(arena, &total);
	if (!parts)
		number = over_entries(arena, entries, FIO_MIXED, which);
	fio_observe(arena, run, FIO_MIXED, which, &number);
}

void fio_observe_entries(
	struct arena *arena, struct run *run, const struct fio_entries *entries)
{
	for (int which = 0; which < FIO_SUMMABLE; which++)
		observe_summable(arena, run, entries, (enum fio_value)which);
	if (entries->count > 1)
		return;
	for (int which = FIO_SUMMABLE; which < FIO_VALUES; which++)
		for (int i = 0; i < FIO_DIRECTIONS; i++)
			fio_observe(arena, run, (enum fio_direction)i,
				(enum fio_value)which,
				&entries->first->numbers[i][which]);
}

const struct fio_entry *fio_failed_entry(const struct fio_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		if (entries->first[i].error)
			return &entries->first[i];
	return NULL;
}

bool fio_has_result(const struct fio_entries *entries)
{
	for (size_t i = 0; i < FIO_DIRECTIONS; i++)
		if (has_direction(entries, i))
			return true;
	return false;
}

void fio_tell_summed(struct parsing *parsing, const struct run *run,
	const struct fio_entries *entries)
{
	char count[24];

	if (entries->count < 2)
		return;
	snprintf(count, sizeof count, "%zu", entries->count);
	diag_add(parsing->diags, DIAG_ID_FIO_SUMMED, parsing->file, run->line,
		run->workload, count);
}
