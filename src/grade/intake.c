#include "src/grade/intake.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "src/base/cause.h"
#include "src/base/memory.h"
#include "src/grade/folder.h"

#define STRAYS_MAX 100 /* that are named */

struct intake_source {
	const struct grade_limits *limits;
	const char *path;
	bool is_folder;
	struct listing listing; /* of a folder */
	size_t next;		/* of the entries */
	struct pack *pack;	/* of an archive; NULL: at no place */
	struct pack_desk desk;	/* of what is nobody's */
	struct grade_limits none;
	struct arena *scratch; /* until the next entry */
	struct diags unheard;  /* was said when the source was opened */
	size_t listed_notes;   /* of listing the folder */
	size_t *order;	       /* students by their key */
	size_t order_capacity;
	size_t strays;
};

/* An entry of the source. */
struct item {
	const char *label;
	const struct listed *listed; /* NULL: in an archive */
	size_t ordinal;
	unsigned long long size;
	bool folder;
};

/* -- whose it is -- */

struct owner {
	const char *name, *id; /* in the arena */
	const char *label;     /* of the entry, without what names the owner */
};

static const char *words(struct arena *arena, const char *from, const char *to)
{
	return arena_strndup(arena, from, (size_t)(to - from));
}

/* "any/folder/Full Name_1234567_assignsubmission_file/label" and its kin. */
static bool moodle_owner(
	struct arena *arena, const char *label, struct owner *owner)
{
	static const char mark[] = "_assignsubmission_";
	const char *end = strstr(label, mark), *start = end, *digits = end;
	const char *rest = end ? end + strlen(mark) : NULL;

	if (!end || !islower((unsigned char)*rest))
		return false;
	while (start > label && start[-1] != '/')
		start--;
	while (digits > start && isdigit((unsigned char)digits[-1]))
		digits--;
	/* "Default group_assignsubmission_…" has no number */
	if (digits == end || digits - start < 2 || digits[-1] != '_')
		digits = end + 1;
	if (digits - 1 == start)
		return false;
	while (islower((unsigned char)*rest))
		rest++;
	rest += *rest == '_';
	rest += *rest == '/';
	*owner = (struct owner){
		.name = words(arena, start, digits - 1),
		.id = digits < end ? words(arena, digits, end) : "",
		.label = *rest ? rest : start,
	};
	return true;
}

/* Behind the name without the endings of an archive, or NULL. */
static const char *archive_stem(const char *name)
{
	static const char *const endings[] = {".tar.gz", ".tar.xz", ".tar.bz2",
		".tar.zst", ".tgz", ".txz", ".zip", ".7z", ".rar", ".tar"};
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t ending = strlen(endings[i]);

		if (length > ending && strcasecmp(name + length - ending,
					       endings[i]) == 0)
			return name + length - ending;
	}
	return NULL;
}

/* "Name/label", or "Name.zip" at the top. */
static bool plain_owner(
	struct arena *arena, const struct item *item, struct owner *owner)
{
	const char *slash = strchr(item->label, '/');
	const char *stem = archive_stem(item->label);
	const char *end = slash		 ? slash
			  : item->folder ? item->label + strlen(item->label)
					 : stem;

	if (!end)
		return false;
	*owner = (struct owner){
		.name = words(arena, item->label, end),
		.id = "",
		.label = slash ? slash + 1 : item->label,
	};
	return true;
}

static bool find_owner(const struct intake *intake, const struct item *item,
	struct owner *owner)
{
	struct arena *scratch = intake->source->scratch;

	return intake->moodle ? moodle_owner(scratch, item->label, owner)
			      : plain_owner(scratch, item, owner);
}

/* By number, else by name. */
static int compare(const struct student *student, const struct owner *owner)
{
	int order = strcmp(student->id, owner->id);

	return order || *owner->id ? order : strcmp(student->name, owner->name);
}

/* -- the students -- */

/* The place in source->order where the owner is or belongs. */
static size_t place(const struct intake *intake, const struct owner *owner)
{
	size_t from = 0, to = intake->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		size_t index = intake->source->order[middle];

		if (compare(&intake->students[index], owner) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct student *enrol(
	struct intake *intake, const struct owner *owner, size_t at)
{
	struct intake_source *source = intake->source;
	struct student *student;

	ARENA_ROOM(intake->arena, intake->students, intake->count,
		intake->capacity);
	ARENA_ROOM(intake->arena, source->order, intake->count,
		source->order_capacity);
	memmove(source->order + at + 1, source->order + at,
		(intake->count - at) * sizeof *source->order);
	source->order[at] = intake->count;
	student = &intake->students[intake->count++];
	*student = (struct student){
		.id = arena_strdup(intake->arena, owner->id),
		.name = arena_strdup(intake->arena, owner->name),
	};
	return student;
}

static void stray(struct intake *intake, const struct item *item)
{
	if (!item->folder && intake->source->strays++ < STRAYS_MAX)
		diag_add(&intake->notes, DIAG_ID_GRADE_STRAY, item->label, 0,
			NULL);
}

static void admit(struct intake *intake, const struct item *item)
{
	struct intake_source *source = intake->source;
	struct student *student;
	struct owner owner;
	size_t at;

	arena_reset(source->scratch);
	if (!find_owner(intake, item, &owner)) {
		stray(intake, item);
		return;
	}
	at = place(intake, &owner);
	student = at < intake->count ? &intake->students[source->order[at]]
				     : NULL;
	if (!student || compare(student, &owner) != 0) {
		student = enrol(intake, &owner, at);
		student->first = item->ordinal;
	}
	student->last = item->ordinal;
	student->entries += !item->folder;
	student->bytes += item->size;
}

/* -- the source -- */

/* To the first entry. */
static void start(struct intake_source *source, struct diags *notes)
{
	source->next = 0;
	if (source->is_folder)
		return;
	pack_close(source->pack);
	source->desk = (struct pack_desk){
		.notes = notes, .limits = &source->none};
	source->pack = pack_open_file(&source->desk, "", source->path);
	pack_charge(source->pack, &source->desk);
}

static bool next_listed(struct intake_source *source, struct item *item)
{
	const struct listed *listed;

	if (source->next == source->listing.count)
		return false;
	listed = &source->listing.items[source->next];
	*item = (struct item){
		.label = listed->label,
		.listed = listed,
		.ordinal = source->next++,
		.size = listed->folder ? 0 : listed->size,
		.folder = listed->folder,
	};
	return true;
}

static bool next_item(struct intake_source *source, struct item *item)
{
	struct pack_entry entry;

	if (source->is_folder)
		return next_listed(source, item);
	if (!source->pack || !pack_next(source->pack, &entry)) {
		pack_close(source->pack);
		source->pack = NULL;
		return false;
	}
	source->next = entry.ordinal + 1;
	*item = (struct item){
		.label = entry.label,
		.ordinal = entry.ordinal,
		.size = entry.declared > 0 ? (unsigned long long)entry.declared
					   : 0,
		.folder = entry.folder,
	};
	return true;
}

/* Who is in it, when names are of Moodle's form or when they are not. */
static void survey(struct intake *intake, bool moodle)
{
	struct intake_source *source = intake->source;
	struct item item;

	intake->moodle = moodle;
	intake->notes.count = source->listed_notes;
	source->strays = 0;
	start(source, &intake->notes);
	while (next_item(source, &item))
		admit(intake, &item);
	intake->unreadable = source->desk.unreadable;
}

struct intake *intake_open(struct arena *arena, struct diags *diags,
	const char *path, const struct grade_limits *limits)
{
	struct intake_source *source;
	struct intake *intake;
	struct stat status;

	if (stat(path, &status)) {
		diag_add(diags, DIAG_ID_NO_SUCH, path, 0,
			cause_text(diags, errno));
		return NULL;
	}
	intake = arena_alloc(arena, sizeof *intake);
	source = arena_alloc(arena, sizeof *source);
	*intake = (struct intake){.arena = arena, .source = source};
	intake->notes = (struct diags){.arena = arena, .lang = diags->lang};
	*source = (struct intake_source){
		.limits = limits,
		.path = arena_strdup(arena, path),
		.is_folder = S_ISDIR(status.st_mode),
		.none = {.name_bytes = limits->name_bytes},
		.scratch = arena_new(),
		.listing = {.arena = arena, .notes = &intake->notes},
	};
	source->listing.root = source->path;
	if (source->is_folder)
		folder_list(&source->listing);
	source->listed_notes = intake->notes.count;
	survey(intake, true);
	if (!intake->count)
		survey(intake, false);
	return intake;
}

void intake_close(struct intake *intake)
{
	if (!intake)
		return;
	pack_close(intake->source->pack);
	arena_free(intake->source->scratch);
}

/* -- one student -- */

static long from_pack(void *from, const void **bytes)
{
	return pack_read(from, bytes);
}

static void take(struct intake_source *source, const struct item *item,
	const char *label, struct submission *submission)
{
	const struct flow flow = {from_pack, source->pack};

	if (item->listed) {
		folder_take(&source->listing, item->listed, label, submission);
		return;
	}
	pack_charge(source->pack, &submission->desk);
	submission_take(submission, label, &flow);
	pack_charge(source->pack, &source->desk);
}

/* More than a student may hand in: said once. */
static bool too_much(struct submission *submission, const char *label)
{
	struct pack_desk *desk = &submission->desk;
	size_t entries = desk->limits->entries;
	size_t most = desk->limits->unpacked_bytes;

	if (most && desk->unpacked > most)
		return true;
	if (!entries || desk->entries++ < entries)
		return false;
	if (desk->entries == entries + 1)
		diag_add(desk->notes, DIAG_ID_PACK_CROWDED, label, 0, NULL);
	desk->unreadable = true;
	return true;
}

/* The entry that was to come when the archive broke down over the one before:
 * begun again, the archive gives it all the same. */
static bool resume(struct intake_source *source, struct item *item)
{
	size_t place = source->next;

	if (source->is_folder)
		return false;
	start(source, &source->unheard);
	while (next_item(source, item))
		if (item->ordinal >= place)
			return true;
	return false;
}

static bool is_unread(const struct item *item)
{
	return item->listed && item->listed->unread;
}

/* What it holds may be all that is missing. */
static void refuse_folder(struct submission *submission, const char *label)
{
	diag_add(&submission->notes, DIAG_ID_FOLDER_UNREAD,
		arena_strdup(submission->arena, label), 0, NULL);
	submission->desk.unreadable = true;
}

/* The entries up to the student's last; how many of the student's there were
 * to be read. */
static size_t load(struct intake *intake, const struct student *student,
	struct submission *submission)
{
	struct intake_source *source = intake->source;
	struct item item;
	struct owner owner;
	size_t met = 0;

	while (source->next <= student->last &&
		(next_item(source, &item) || resume(source, &item))) {
		arena_reset(source->scratch);
		if (item.ordinal < student->first ||
			(item.folder && !is_unread(&item)) ||
			!find_owner(intake, &item, &owner) ||
			compare(student, &owner) != 0)
			continue;
		if (item.folder) {
			refuse_folder(submission, owner.label);
			continue;
		}
		met++;
		if (!too_much(submission, owner.label))
			take(source, &item,
				arena_strdup(submission->arena, owner.label),
				submission);
	}
	return met;
}

void intake_load(struct intake *intake, size_t index, struct arena *arena,
	struct submission *submission)
{
	struct intake_source *source = intake->source;
	const struct student *student = &intake->students[index];
	struct arena *aside = arena_new();

	submission_begin(
		submission, arena, intake->notes.lang, source->limits);
	source->unheard = (struct diags){.arena = aside};
	if (!source->is_folder &&
		(!source->pack || source->next > student->first))
		start(source, &source->unheard);
	source->desk.notes = &source->unheard;
	if (source->is_folder)
		source->next = student->first;
	if (load(intake, student, submission) < student->entries) {
		diag_add(&submission->notes, DIAG_ID_PACK_DAMAGED,
			student->name, 0, NULL);
		submission->desk.unreadable = true;
	}
	source->desk.notes = NULL;
	arena_free(aside);
}
