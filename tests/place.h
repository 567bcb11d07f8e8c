/*
 * place: a directory for the files of a test. Include it behind helpers.h.
 */
#ifndef HVLAB_TESTS_PLACE_H
#define HVLAB_TESTS_PLACE_H

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory for one test, gone afterwards. */
struct place {
	char path[64];
};

static inline struct place place_new(void)
{
	struct place place = {P_tmpdir "/hvlab-test-XXXXXX"};

	assert_non_null(mkdtemp(place.path));
	return place;
}

static inline const char *in_place(
	struct desk *desk, const struct place *place, const char *name)
{
	return arena_printf(desk->arena, "%s/%s", place->path, name);
}

/* Names in the directory; they are removed with it. */
static inline size_t place_end(struct desk *desk, const struct place *place)
{
	DIR *directory = opendir(place->path);
	const struct dirent *entry;
	size_t count = 0;

	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		count++;
		assert_int_equal(
			remove(in_place(desk, place, entry->d_name)), 0);
	}
	closedir(directory);
	assert_int_equal(rmdir(place->path), 0);
	return count;
}

static inline void expect_content(const char *path, const char *wanted)
{
	char bytes[256];
	FILE *file = fopen(path, "rb");
	size_t got;

	assert_non_null(file);
	got = fread(bytes, 1, sizeof bytes - 1, file);
	fclose(file);
	bytes[got] = '\0';
	assert_string_equal(bytes, wanted);
}

static inline const char *leave_at(
	const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	return path;
}

#endif
