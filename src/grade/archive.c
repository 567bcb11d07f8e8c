#include "src/grade/archive.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/buf.h"
#include "src/base/cause.h"
#include "src/base/memory.h"
#include "src/grade/archive_library.h"
#include "src/grade/text.h"

/* Small: to pass over an entry costs one block. */
#define BLOCK_SIZE ((size_t)16 * 1024)

/* Set before the first archive is opened. */
static const struct archive_library *lib;

struct file {
	int fd;
	off_t at, size;
	char block[BLOCK_SIZE];
};

struct pack {
	struct pack_desk *desk;
	struct archive *archive;
	struct file *file;   /* NULL: from memory */
	char *name;	     /* of the archive, before labels */
	struct arena *arena; /* of the current label */
	const char *label;
	locale_t names, before; /* libarchive converts names by the locale */
	size_t ordinal;
	size_t packed;	 /* bytes of the archive */
	size_t unpacked; /* that came out so far */
	bool shared;	 /* by many students: none may end it for the others */
	bool locked;	 /* a password was told of */
	bool ended;
	bool closed; /* no more of the current entry */
};

static void note(struct pack *pack, enum diag_id id, const char *label,
	const char *detail)
{
	struct diags *notes = pack->desk->notes;

	diag_add(notes, id, label, 0, detail);
	if (diag_severity(&notes->items[notes->count - 1]) >= DIAG_WARNING)
		pack->desk->unreadable = true;
}

/* Why libarchive gave up, as far as it matters to a reader. */
static enum diag_id reason(struct pack *pack)
{
	static const struct {
		const char *words;
		enum diag_id id;
	} reasons[] = {
		{"assphrase", DIAG_ID_PACK_ENCRYPTED},
		{"ncrypt", DIAG_ID_PACK_ENCRYPTED},
		{"Truncated", DIAG_ID_PACK_TRUNCATED},
		{"truncated", DIAG_ID_PACK_TRUNCATED},
		{"(-5)", DIAG_ID_PACK_TRUNCATED}, /* zlib lacks input */
		{"CRC", DIAG_ID_PACK_CHECKSUM},
		{"checksum", DIAG_ID_PACK_CHECKSUM},
		{"Unrecognized archive", DIAG_ID_PACK_FORMAT},
	};
	const char *words = lib->archive_error_string(pack->archive);

	for (size_t i = 0; words && i < sizeof reasons / sizeof *reasons; i++)
		if (strstr(words, reasons[i].words))
			return reasons[i].id;
	return DIAG_ID_PACK_DAMAGED;
}

static const char *own_name(const struct pack *pack)
{
	return *pack->name ? pack->name : NULL;
}

/* -- labels -- */

static bool same(const char *part, size_t length, const char *word)
{
	return strlen(word) == length && strncmp(part, word, length) == 0;
}

static bool begins(const char *part, size_t length, const char *word)
{
	return length >= strlen(word) && strncmp(part, word, strlen(word)) == 0;
}

/* What systems and editors leave in folders. */
static bool junk(const char *part, size_t length)
{
	static const char *const whole[] = {
		"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"};

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (same(part, length, whole[i]))
			return true;
	return begins(part, length, "._") || begins(part, length, "~$");
}

static bool drive(const char *part, size_t length)
{
	return length >= 2 && isalpha((unsigned char)part[0]) && part[1] == ':';
}

static void add_part(struct buf *out, const char *part, size_t length)
{
	if (out->length)
		buf_putc(out, '/');
	buf_add(out, part, length);
}

/* One part of a name; false: the whole name is junk. */
static bool take_part(
	struct buf *out, const char *part, size_t length, bool *odd)
{
	if (junk(part, length))
		return false;
	if (same(part, length, "..")) {
		*odd = true;
		add_part(out, "__", 2);
	} else if (!out->length && drive(part, length)) {
		*odd = true;
		add_part(out, part, 1);
		if (length > 2)
			add_part(out, part + 2, length - 2);
	} else if (length && !same(part, length, ".")) {
		add_part(out, part, length);
	}
	return true;
}

const char *pack_label(struct arena *arena, const char *name, bool *odd)
{
	struct buf out = {0};
	const char *part = text_clean(arena, decode_name(arena, name));
	const char *label = NULL;
	bool kept = true;

	*odd = *part == '/' || *part == '\\';
	while (kept && *part) {
		size_t length = strcspn(part, "/\\");

		kept = take_part(&out, part, length, odd);
		part += length + (part[length] != '\0');
	}
	if (kept)
		label = arena_strdup(arena, out.data ? out.data : "");
	buf_free(&out);
	return label;
}

/* The label of the entry into pack->label; false when it is passed over. */
static bool label_entry(struct pack *pack, struct archive_entry *entry)
{
	const char *name = lib->archive_entry_pathname(entry);
	const char *label;
	bool odd = false;

	arena_reset(pack->arena);
	/* libarchive calls what is in a file packed alone "data" */
	if (lib->archive_format(pack->archive) == ARCHIVE_FORMAT_RAW) {
		pack->label = arena_strdup(pack->arena, pack->name);
		return true;
	}
	label = name ? pack_label(pack->arena, name, &odd) : "";
	if (!label)
		return false;
	if (!*label)
		label = arena_printf(
			pack->arena, "entry-%04zu", pack->ordinal + 1);
	if (*pack->name)
		label = arena_printf(pack->arena, "%s/%s", pack->name, label);
	pack->label = label;
	if (odd)
		note(pack, DIAG_ID_PACK_NAME, label, NULL);
	return true;
}

/* -- what is read of the file -- */

static la_ssize_t read_block(
	struct archive *archive, void *data, const void **block)
{
	struct file *file = data;
	ssize_t got =
		pread(file->fd, file->block, sizeof file->block, file->at);

	if (got < 0) {
		lib->archive_set_error(archive, errno, "read");
		return ARCHIVE_FATAL;
	}
	file->at += got;
	*block = file->block;
	return got;
}

static la_int64_t skip_bytes(
	struct archive *archive, void *data, la_int64_t bytes)
{
	struct file *file = data;
	la_int64_t left = file->size - file->at;

	(void)archive;
	if (bytes > left)
		bytes = left > 0 ? left : 0;
	file->at += bytes;
	return bytes;
}

static la_int64_t seek_to(
	struct archive *archive, void *data, la_int64_t offset, int whence)
{
	struct file *file = data;
	la_int64_t from = whence == SEEK_SET   ? 0
			  : whence == SEEK_CUR ? file->at
					       : file->size;

	(void)archive;
	if (offset < -from || offset > file->size - from)
		return ARCHIVE_FATAL;
	return file->at = from + offset;
}

/* -- opening -- */

/* mtree takes any text for an archive and opens files of this machine;
 * archive_read_support_format_all() would include it. */
static void support(struct archive *archive, bool filtered)
{
	lib->archive_read_support_format_zip(archive);
	lib->archive_read_support_format_tar(archive);
	lib->archive_read_support_format_7zip(archive);
	lib->archive_read_support_format_rar(archive);
	lib->archive_read_support_format_rar5(archive);
	lib->archive_read_support_filter_gzip(archive);
	lib->archive_read_support_filter_bzip2(archive);
	lib->archive_read_support_filter_xz(archive);
	lib->archive_read_support_filter_zstd(archive);
	/* one file packed alone: takes whatever is none of the formats */
	if (filtered)
		lib->archive_read_support_format_raw(archive);
}

enum signature { SIGNATURE_NONE, SIGNATURE_ARCHIVE, SIGNATURE_FILTER };

static enum signature signature(const void *bytes, size_t size)
{
	static const struct {
		size_t at, length;
		const char *bytes;
		enum signature signature;
	} known[] = {
		{0, 4, "PK\3\4", SIGNATURE_ARCHIVE},
		{0, 4, "PK\5\6", SIGNATURE_ARCHIVE},
		{0, 4, "PK\7\10", SIGNATURE_ARCHIVE},
		{0, 6, "7z\xbc\xaf\x27\x1c", SIGNATURE_ARCHIVE},
		{0, 6, "Rar!\x1a\7", SIGNATURE_ARCHIVE},
		{257, 5, "ustar", SIGNATURE_ARCHIVE},
		{0, 3, "\x1f\x8b\x08", SIGNATURE_FILTER},
		{0, 3, "BZh", SIGNATURE_FILTER},
		{0, 6,
			"\xfd"
			"7zXZ",
			SIGNATURE_FILTER}, /* with its NUL */
		{0, 4, "\x28\xb5\x2f\xfd", SIGNATURE_FILTER},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (size >= known[i].at + known[i].length &&
			memcmp((const char *)bytes + known[i].at,
				known[i].bytes, known[i].length) == 0)
			return known[i].signature;
	return SIGNATURE_NONE;
}

bool pack_recognises(const void *bytes, size_t size)
{
	return signature(bytes, size) != SIGNATURE_NONE;
}

static void enter(struct pack *pack)
{
	pack->before = pack->names ? uselocale(pack->names) : (locale_t)0;
}

static void leave(struct pack *pack)
{
	if (pack->before)
		uselocale(pack->before);
}

bool pack_ready(struct diags *notes)
{
	if (!lib)
		lib = archive_library(notes);
	return lib != NULL;
}

static struct pack *pack_new(struct pack_desk *desk, const char *label)
{
	struct pack *pack = memory_sure(calloc(1, sizeof *pack));

	pack->desk = desk;
	pack->name = memory_sure(strdup(label));
	pack->arena = arena_new();
	if (pack_ready(desk->notes))
		pack->archive = memory_sure(lib->archive_read_new());
	else
		pack->ended = true;
	pack->closed = true;
	/* LC_NUMERIC and the locale of the process stay as they are */
	pack->names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return pack;
}

static void give_up(struct pack *pack, enum diag_id id, const char *detail)
{
	note(pack, id, own_name(pack), detail);
	pack->ended = true;
}

/* What libarchive says of the opening. */
static void opened(struct pack *pack, int status)
{
	leave(pack);
	if (status != ARCHIVE_OK)
		give_up(pack, reason(pack), NULL);
}

struct pack *pack_open_memory(struct pack_desk *desk, const char *label,
	const void *bytes, size_t size)
{
	struct pack *pack = pack_new(desk, label);

	if (pack->ended)
		return pack;
	pack->packed = size;
	support(pack->archive, signature(bytes, size) == SIGNATURE_FILTER);
	enter(pack);
	opened(pack, lib->archive_read_open_memory(pack->archive, bytes, size));
	return pack;
}

/* A pipe would make hvlab wait, a device never end. */
static struct file *open_regular(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	struct file *file;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		close(fd);
		errno = EINVAL;
		return NULL;
	}
	file = memory_sure(calloc(1, sizeof *file));
	file->fd = fd;
	file->size = status.st_size;
	return file;
}

static void open_file(struct pack *pack, struct file *file)
{
	struct archive *archive = pack->archive;
	char first[512];
	ssize_t got = pread(file->fd, first, sizeof first, 0);

	pack->packed = (size_t)file->size;
	support(archive,
		got > 0 && signature(first, (size_t)got) == SIGNATURE_FILTER);
	lib->archive_read_set_read_callback(archive, read_block);
	lib->archive_read_set_skip_callback(archive, skip_bytes);
	lib->archive_read_set_seek_callback(archive, seek_to);
	lib->archive_read_set_callback_data(archive, file);
	enter(pack);
	opened(pack, lib->archive_read_open1(archive));
}

struct pack *pack_open_file(
	struct pack_desk *desk, const char *label, const char *path)
{
	struct pack *pack = pack_new(desk, label);

	if (pack->ended)
		return pack;
	pack->file = open_regular(path);
	if (pack->file)
		open_file(pack, pack->file);
	else
		give_up(pack, DIAG_ID_FILE_UNREADABLE,
			cause_text(desk->notes, errno));
	return pack;
}

void pack_close(struct pack *pack)
{
	if (!pack)
		return;
	if (pack->archive)
		lib->archive_read_free(pack->archive);
	if (pack->file)
		close(pack->file->fd);
	if (pack->names)
		freelocale(pack->names);
	free(pack->file);
	free(pack->name);
	arena_free(pack->arena);
	free(pack);
}

void pack_charge(struct pack *pack, struct pack_desk *desk)
{
	pack->desk = desk;
	pack->shared = true;
}

/* -- bytes -- */

static long stop(struct pack *pack, enum diag_id id, bool for_good)
{
	note(pack, id, pack->label, NULL);
	pack->closed = true;
	pack->ended = for_good;
	return -1;
}

/* What came out so far is more than a sound archive of that size holds. */
static bool swollen(const struct pack *pack)
{
	const struct grade_limits *limits = pack->desk->limits;

	return !pack->shared && limits->ratio &&
	       pack->unpacked > limits->ratio_from &&
	       pack->unpacked / limits->ratio > pack->packed;
}

static long account(struct pack *pack, size_t got)
{
	size_t most = pack->desk->limits->unpacked_bytes;

	pack->unpacked += got;
	pack->desk->unpacked += got;
	if (swollen(pack))
		return stop(pack, DIAG_ID_PACK_BOMB, !pack->shared);
	if (most && pack->desk->unpacked > most)
		return stop(pack, DIAG_ID_PACK_LARGE, !pack->shared);
	return (long)got;
}

long pack_read(struct pack *pack, const void **bytes)
{
	la_int64_t offset;
	size_t got = 0;
	int status;

	if (pack->closed)
		return 0;
	do
		status = lib->archive_read_data_block(
			pack->archive, bytes, &got, &offset);
	while (status == ARCHIVE_RETRY || (status == ARCHIVE_OK && !got));
	if (status == ARCHIVE_OK)
		return account(pack, got);
	if (status != ARCHIVE_EOF)
		return stop(pack, reason(pack), status == ARCHIVE_FATAL);
	pack->closed = true;
	return 0;
}

/* -- entries -- */

/* An archive of one student has one password: that is said once. */
static void stop_locked(struct pack *pack)
{
	if (pack->shared)
		stop(pack, DIAG_ID_PACK_ENCRYPTED, false);
	else if (!pack->locked)
		note(pack, DIAG_ID_PACK_ENCRYPTED, own_name(pack), NULL);
	pack->closed = pack->locked = true;
}

/* An entry to be read? Else it is noted as far as it is worth it. */
static bool wanted(struct pack *pack, struct archive_entry *entry)
{
	size_t most = pack->desk->limits->name_bytes;

	if (!label_entry(pack, entry))
		return false;
	if (most && strlen(pack->label) > most)
		note(pack, DIAG_ID_PACK_NAME_LONG,
			arena_strndup(pack->arena, pack->label, 60), NULL);
	else if (lib->archive_entry_filetype(entry) == AE_IFDIR)
		return true;
	else if (lib->archive_entry_filetype(entry) != AE_IFREG ||
		 lib->archive_entry_hardlink(entry))
		note(pack, DIAG_ID_PACK_SPECIAL, pack->label, NULL);
	else if (!lib->archive_entry_is_encrypted(entry))
		return true;
	else
		stop_locked(pack);
	return false;
}

/* Counts every entry, whatever it is: headers take time too. */
static bool too_many(struct pack *pack)
{
	struct pack_desk *desk = pack->desk;

	if (!desk->limits->entries || desk->entries++ < desk->limits->entries)
		return false;
	give_up(pack, DIAG_ID_PACK_CROWDED, NULL);
	return true;
}

/* In zip and plain tar an entry is passed over without reading it. Elsewhere
 * its bytes have to be unpacked, and count. */
static void drain(struct pack *pack)
{
	int format =
		lib->archive_format(pack->archive) & ARCHIVE_FORMAT_BASE_MASK;
	bool skips =
		format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR;
	const void *bytes;

	if (skips && lib->archive_filter_code(pack->archive, 0) ==
			     ARCHIVE_FILTER_NONE)
		return;
	while (pack_read(pack, &bytes) > 0)
		;
}

static bool next_header(struct pack *pack, struct archive_entry **entry)
{
	int status;

	drain(pack);
	if (pack->ended)
		return false;
	do {
		enter(pack);
		status = lib->archive_read_next_header(pack->archive, entry);
		leave(pack);
	} while (status == ARCHIVE_RETRY);
	/* a warning is about a name or an attribute */
	pack->closed = status != ARCHIVE_OK && status != ARCHIVE_WARN;
	if (!pack->closed)
		return true;
	if (status != ARCHIVE_EOF)
		give_up(pack, reason(pack), NULL);
	pack->ended = true;
	return false;
}

bool pack_next(struct pack *pack, struct pack_entry *out)
{
	struct archive_entry *entry;

	while (!pack->ended && next_header(pack, &entry) && !too_many(pack)) {
		bool take = wanted(pack, entry);
		size_t ordinal = pack->ordinal++;

		if (!take)
			continue;
		*out = (struct pack_entry){
			.label = pack->label,
			.ordinal = ordinal,
			.folder =
				lib->archive_entry_filetype(entry) == AE_IFDIR,
			.declared = lib->archive_entry_size_is_set(entry)
					    ? lib->archive_entry_size(entry)
					    : -1,
		};
		return true;
	}
	return false;
}
