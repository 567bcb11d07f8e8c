/*
 * folder: the files below a folder that strangers have filled. Links are not
 * followed, pipes and devices not opened.
 */
#ifndef HVLAB_GRADE_FOLDER_H
#define HVLAB_GRADE_FOLDER_H

#include "src/grade/submission.h"

struct listed {
	const char *path;  /* from the folder */
	const char *label; /* as pack_label() makes it */
	bool folder;
	bool special; /* neither file nor folder */
	bool unread;  /* a folder of which not all was read */
	unsigned long long size;
};

struct listing {
	struct arena *arena;
	struct diags *notes;
	const char *root;
	struct listed *items; /* folders before what is in them, by name */
	size_t count, capacity;
};

/* All that is there, junk excepted (archive.h), 16 folders deep at most. */
void folder_list(struct listing *listing);

/* One of them, into the submission. */
void folder_take(const struct listing *listing, const struct listed *listed,
	const char *label, struct submission *submission);

#endif
