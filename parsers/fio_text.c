/*
 * fio, normal text output: 2.0 and later, all of 3.
 *
 * One invocation prints a banner per job, then one report of result blocks,
 * group lines and disk statistics. With --status-interval the report is
 * repeated with figures that include the earlier ones, so blocks are kept
 * until the invocation is over and the last report counts. In client mode
 * every client makes its own report.
 */
#include <math.h>
#include <string.h>

#include "parsers/fio_parts.h"
#include "src/base/date.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Blocks and banners kept of one invocation. */
#define BLOCKS_MAX 4096
#define BANNERS_MAX 4096

/* -- recognising lines -- */

/* "NAME: (g=0): rw=": behind "(g=", the name being what stands before. */
static const char *banner_group(const char *text, size_t *name_length)
{
	const char *mark = strstr(text, ": (g=");

	if (!mark || mark == text || !strstr(mark, "): rw="))
		return NULL;
	*name_length = (size_t)(mark - text);
	return mark + strlen(": (g=");
}

/* "NAME: (groupid=0, jobs=1): err=": behind "(groupid=". */
static const char *block_group(const char *text, size_t *name_length)
{
	const char *mark = strstr(text, ": (groupid=");

	if (!mark || mark == text || !strstr(mark, "): err="))
		return NULL;
	*name_length = (size_t)(mark - text);
	return mark + strlen(": (groupid=");
}

static bool is_complaint(const char *text)
{
	return scan_after(text, "fio: ") ||
	       strstr(text, ": you need to specify size=");
}

static bool is_client(const char *text)
{
	return scan_after(text, "hostname=") && strstr(text, ", be=") &&
	       strstr(text, ", fio=fio-");
}

static bool owns(const char *text)
{
	size_t length;

	return banner_group(text, &length) || block_group(text, &length) ||
	       is_complaint(text) || is_client(text) ||
	       scan_after(text, "Run status group ");
}

/* -- the invocation -- */

static char *keep(struct fio_reading *reading, const char *text, size_t length)
{
	return arena_strndup(reading->parsing->arena, text, length);
}

static void join(struct run_list *to, struct run_list *from)
{
	if (!from->first)
		return;
	if (to->last)
		to->last->next = from->first;
	else
		to->first = from->first;
	to->last = from->last;
	to->count += from->count;
	*from = (struct run_list){0};
}

static bool is_json(const struct run *run)
{
	const char *format = run ? run_value(run, "format") : NULL;

	return format && strcmp(format, "json") == 0;
}

static void only_json(struct run_list *runs)
{
	struct run_list json = {0};
	struct run *next;

	for (struct run *run = runs->first; run; run = next) {
		struct run_list one = {run, run, 1};

		next = run->next;
		run->next = NULL;
		if (is_json(run))
			join(&json, &one);
	}
	*runs = json;
}

/* What `to` does not state and `from`, the same job in text, does. */
static void complement(
	struct arena *arena, struct run *to, const struct run *from)
{
	for (size_t i = 0; i < from->param_count; i++)
		run_state(arena, to, from->params[i].key, from->params[i].value,
			from->params[i].line);
	to->complete = to->complete && from->complete;
}

/*
 * The same runs in text (`own`) and in another format (`accounts`): keeps JSON,
 * which rounds nothing, else the text, which states how the job was set up.
 */
static void choose(
	struct arena *arena, struct run_list *own, struct run_list *accounts)
{
	struct run *to;

	only_json(accounts);
	to = accounts->first;

	if (!own->first || !to)
		return;
	for (const struct run *from = own->first; from && to;
		from = from->next, to = to->next)
		if (own->count == accounts->count && to->workload &&
			strcmp(to->workload, from->workload) == 0)
			complement(arena, to, from);
		else
			to->complete = to->complete && from->complete;
	*own = *accounts;
}

/* A signal or a text that never came: what another format calls its end is
 * none. */
static void doubt(struct fio_reading *reading, struct run_list *runs)
{
	for (struct run *run = runs->first; run; run = run->next) {
		if (!run->complete)
			continue;
		run->complete = false;
		if (reading->signal)
			diag_add(reading->parsing->diags, DIAG_ID_RUN_FAILED,
				reading->parsing->file, reading->signal_line,
				"fio", run->workload, reading->signal);
		else
			diag_add(reading->parsing->diags, DIAG_ID_RUN_CUT,
				reading->parsing->file, reading->last_line,
				"fio", run->workload);
	}
}

static bool is_whole(const struct run_list *runs)
{
	for (const struct run *run = runs->first; run; run = run->next)
		if (!run->complete)
			return false;
	return true;
}

/*
 * A next report, of which only a part in another format came: the last whole
 * report was not the end either, and its figures are those that stay.
 */
static void forget_rest(struct fio_reading *reading, struct run_list *own)
{
	if (reading->accounts.count == 0 || is_whole(&reading->pending))
		return;
	for (struct run *run = own->first; run; run = run->next)
		run->complete = false;
	reading->pending = (struct run_list){0};
}

/* Puts the runs of the invocation where they belong. */
static void deliver(struct fio_reading *reading)
{
	struct parsing *parsing = reading->parsing;
	struct run_list *out = parsing->runs;
	struct run_list own = {0};
	bool text = reading->block_count > 0 || reading->reported > 0;
	bool other = reading->pending.count > 0;

	parsing->runs = &own;
	if (text || !other)
		fio_finish(reading);
	/* of several jobs the first has a banner even without any text */
	else if ((reading->banner_count > 0 && reading->version) ||
		 reading->signal)
		doubt(reading, &reading->pending);
	parsing->runs = out;
	forget_rest(reading, &own);
	choose(parsing->arena, &own, &reading->accounts);
	join(out, &own);
	join(out, &reading->pending);
}

/* Ends the invocation; the next one uses its memory. */
static void finish(struct fio_reading *reading)
{
	struct fio_reading next = {
		.scan = reading->scan,
		.parsing = reading->parsing,
		.banners = reading->banners,
		.banner_capacity = reading->banner_capacity,
		.blocks = reading->blocks,
		.block_capacity = reading->block_capacity,
		.groups = reading->groups,
		.group_capacity = reading->group_capacity,
	};

	deliver(reading);
	next.reports = reading->reports;
	next.figured = reading->figured;
	*reading = next;
}

/* -- banners -- */

/* The text behind `key` up to the next ", " or the end; NULL when absent. */
static const char *banner_word(
	struct fio_reading *reading, const char *text, const char *key)
{
	const char *word = strstr(text, key);
	const char *end;

	if (!word)
		return NULL;
	word += strlen(key);
	end = strstr(word, ", ");
	if (!end && reading->scan->cut)
		return NULL;
	return keep(reading, word, end ? (size_t)(end - word) : strlen(word));
}

static const char *banner_sizes(struct fio_reading *reading, const char *text)
{
	const char *sizes = strstr(text, ", bs=");
	const char *end = strstr(text, ", ioengine=");

	if (!sizes || !end || end < sizes)
		return NULL;
	sizes += strlen(", bs=");
	/* of sequential and random I/O, not of reads and writes */
	if (strstr(sizes, ", bs_is_seq_rand"))
		return NULL;
	return keep(reading, sizes, (size_t)(end - sizes));
}

static bool is_over(const struct fio_reading *reading)
{
	return reading->block_count > 0 && reading->ended;
}

/* Has the invocation gone further than its banners? */
static bool is_under_way(const struct fio_reading *reading)
{
	return reading->block_count > 0 || reading->reported > 0 ||
	       reading->ended || reading->refused || reading->pending.count > 0;
}

static bool read_banner(
	struct fio_reading *reading, const char *text, bool marked)
{
	size_t length;
	const char *group = banner_group(text, &length);
	struct fio_banner *banner;

	if (!group)
		return false;
	if ((is_under_way(reading) && !(reading->client && marked)) ||
		(reading->client && !marked))
		finish(reading);
	if (reading->banner_count == BANNERS_MAX)
		return true;
	ARENA_ROOM(reading->parsing->arena, reading->banners,
		reading->banner_count, reading->banner_capacity);
	banner = &reading->banners[reading->banner_count++];
	*banner = (struct fio_banner){
		.name = keep(reading, text, length),
		.rw = banner_word(reading, group, "): rw="),
		.sizes = banner_sizes(reading, group),
		.engine = banner_word(reading, group, ", ioengine="),
		.depth = banner_word(reading, group, ", iodepth="),
		.line = reading->scan->line,
	};
	if (!scan_count(group, &banner->group, &group))
		banner->group = 0;
	return true;
}

static void set_version(
	struct fio_reading *reading, const char *version, size_t length)
{
	reading->version = keep(reading, version, length);
	reading->number = fio_version(reading->version);
}

/* "fio-3.36"; behind a banner also "fio 1.59" and the bare "2.0.8". */
static const char *find_version(
	const struct fio_reading *reading, const char *text)
{
	const char *version = scan_after(text, "fio-");

	if (!version && reading->banner_count > 0 && !reading->version) {
		version = scan_after(text, "fio ");
		version = version ? version : text;
		if (version[strspn(version, "0123456789")] != '.')
			return NULL;
	}
	return version && *version >= '0' && *version <= '9' ? version : NULL;
}

static bool read_version(struct fio_reading *reading, const char *text)
{
	const char *version = find_version(reading, text);
	size_t length;

	if (!version)
		return false;
	/* in a page saved as HTML a tag may follow */
	length = strcspn(version, " \t<");
	if (version[length] != '<' && !scan_end(version + length))
		return false;
	/* it stands behind the banners of its invocation */
	if (is_under_way(reading) || reading->client)
		finish(reading);
	set_version(reading, version, length);
	return true;
}

/* "hostname=vm, be=0, 64-bit, os=Linux, arch=x86-64, fio=fio-3.36, flags=1" */
static bool read_client(struct fio_reading *reading, const char *text)
{
	const char *version;

	if (!is_client(text))
		return false;
	if (is_under_way(reading) || reading->banner_count > 0)
		finish(reading);
	reading->client = true;
	version = strstr(text, ", fio=fio-") + strlen(", fio=fio-");
	set_version(reading, version, strcspn(version, ", "));
	return true;
}

/* -- result blocks -- */

/* "err= 0: pid=..." or "err=27 (file:..., error=TEXT): pid=..." */
static bool read_outcome(
	struct fio_reading *reading, struct fio_block *block, const char *text)
{
	const char *error = strstr(text, "): err=");
	const char *number, *pid, *end;
	unsigned long long code;

	if (!error)
		return false;
	error += strlen("): ");
	number = scan_blanks(error + strlen("err="));
	pid = strstr(number, ": pid=");
	if (!pid || !scan_count(number, &code, &end) ||
		!scan_count(pid + strlen(": pid="), &block->pid, &text))
		return false;
	if (code != 0) {
		block->error_number =
			keep(reading, number, (size_t)(end - number));
		block->error = keep(reading, error, (size_t)(pid - error));
	}
	/* a date that has lost its end is none */
	text = scan_after(text, ": ");
	block->date = text ? fio_date(reading->parsing->arena, text) : NULL;
	return true;
}

/* The block at this place of an earlier report, when it is the same job: its
 * process is the same or had not started then. */
static bool is_repeated(
	const struct fio_block *old, const struct fio_block *new)
{
	return old->group == new->group &&strcmp(old->name, new->name) == 0 &&
	       (old->pid == new->pid || old->pid == 0);
}

/* Another report begins, of another client or another invocation. */
static void leave_report(struct fio_reading *reading)
{
	if (reading->client) {
		fio_report(reading);
		reading->ended = false;
	} else {
		/* whose banner is missing */
		finish(reading);
	}
	reading->position = 0;
}

static struct fio_block *add_block(struct fio_reading *reading)
{
	if (reading->position == reading->block_count) {
		ARENA_ROOM(reading->parsing->arena, reading->blocks,
			reading->block_count, reading->block_capacity);
		reading->block_count++;
	}
	reading->ended = false;
	return &reading->blocks[reading->position++];
}

/* Takes over what the first line says; the rest is still to come. */
static void set_head(struct fio_block *block, const struct fio_block *head)
{
	block->name = head->name;
	block->group = head->group;
	block->jobs = head->jobs;
	block->pid = head->pid;
	block->error = head->error;
	block->error_number = head->error_number;
	block->date = head->date;
	block->line = block->last_line = head->line;
	for (int i = 0; i < FIO_DIRECTIONS; i++) {
		block->sides[i].present = false;
		block->sides[i].issued = 0;
	}
	memset(block->tables, 0, sizeof block->tables);
	block->usr.stated = block->sys.stated = false;
	block->issued = block->old = block->unversioned = false;
	block->iops_rows = block->fsync = block->target = false;
	block->remainder = block->decimal = false;
}

/* Seconds that may pass while one report is printed; up to 3 were seen. */
#define REPORT_SECONDS 10

/* Were the two blocks printed at different times? All of one report, also
 * those of jobs that ran one after the other, bear the time of printing. */
static bool is_apart(const struct fio_block *a, const struct fio_block *b)
{
	return a->date && b->date &&
	       fabs(date_seconds(a->date) - date_seconds(b->date)) >
		       REPORT_SECONDS;
}

/* Is the block at this place of its report one of another report? */
static bool is_foreign(const struct fio_reading *reading, size_t position,
	const struct fio_block *head)
{
	const struct fio_block *blocks = reading->blocks;

	/* the groups of a report are in order */
	return (position > 0 &&
		       (is_apart(&blocks[position - 1], head) ||
			       head->group < blocks[position - 1].group)) ||
	       (position < reading->block_count &&
		       !is_repeated(&blocks[position], head));
}

static void keep_block(
	struct fio_reading *reading, const struct fio_block *head)
{
	/* the first block after a group line opens a report again */
	size_t position = reading->ended ? 0 : reading->position;

	if (is_foreign(reading, position, head))
		leave_report(reading);
	else
		reading->position = position;
	if (reading->position == BLOCKS_MAX) {
		/* never as many reported as started */
		reading->started = (unsigned long long)-1;
		return;
	}
	reading->block = add_block(reading);
	set_head(reading->block, head);
	/* what came before it in another format is the same report */
	if (reading->pending.count > 0) {
		reading->accounts = reading->pending;
		reading->pending = (struct run_list){0};
	}
}

/* The sum over clients: its parts are runs already. */
static bool is_all_clients(struct fio_reading *reading, const char *name)
{
	if (!reading->client || strcmp(name, "All clients") != 0)
		return false;
	fio_report(reading);
	reading->position = 0;
	reading->ended = false;
	reading->all_clients = true;
	return true;
}

static void start_block(struct fio_reading *reading)
{
	reading->side = NULL;
	reading->block = NULL;
	reading->group = NULL;
	reading->listing = false;
	reading->all_clients = false;
}

static bool read_block(struct fio_reading *reading, const char *text)
{
	size_t length;
	const char *group = block_group(text, &length);
	struct fio_block head = {.line = reading->scan->line};

	if (!group)
		return false;
	start_block(reading);
	head.name = keep(reading, text, length);
	if (is_all_clients(reading, head.name))
		return true;
	if (!scan_count(group, &head.group, &group) ||
		!(group = scan_after(group, ", jobs=")) ||
		!scan_count(group, &head.jobs, &group) ||
		!read_outcome(reading, &head, group)) {
		if (!reading->scan->cut)
			parser_diag(reading->scan, reading->parsing,
				DIAG_ID_NUMBER_UNREAD,
				parser_quote(reading->parsing->arena, text));
		return true;
	}
	keep_block(reading, &head);
	return true;
}

/* -- the rest -- */

/* A name of a disk, "  vda: ios=77664/7051, merge=..." */
static void read_disk(struct fio_reading *reading, const char *text)
{
	const char *name = scan_blanks(text);
	const char *end = strstr(name, ": ios=");

	reading->disks = false;
	if (!end || reading->disk)
		return;
	reading->disk = keep(reading, name, (size_t)(end - name));
	reading->disk_line = reading->scan->line;
}

static bool read_ends(struct fio_reading *reading, const char *text)
{
	if (reading->disks)
		read_disk(reading, text);
	if (fio_read_group(reading, text))
		return true;
	if (!scan_after(text, "Disk stats (read/write):"))
		return false;
	/* they stand last, also where the group lines were left out */
	if (!reading->ended && reading->block_count > 0 && !reading->client) {
		reading->group_count = 0;
		reading->ended = true;
	}
	reading->disks = true;
	reading->block = NULL;
	reading->group = NULL;
	return true;
}

static bool is_refusal(const char *text)
{
	static const char *const words[] = {
		"failed parsing ",
		"unrecognized option ",
		"failed to load engine",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strstr(text, words[i]))
			return true;
	return false;
}

static bool read_complaint(struct fio_reading *reading, const char *text)
{
	const char *quote;

	/* a job may be called "fio" */
	if (!is_complaint(text) || strstr(text, ": Laying out IO file"))
		return false;
	/* behind a whole report it is about the next invocation */
	if (is_over(reading) && scan_after(text, "fio: "))
		finish(reading);
	quote = parser_quote(reading->parsing->arena, text);
	if (scan_after(text, "fio: terminating on signal ")) {
		reading->signal = quote;
		reading->signal_line = reading->scan->line;
	} else if (!reading->complaint) {
		reading->complaint = quote;
		reading->complaint_line = reading->scan->line;
	}
	reading->refused = reading->refused || is_refusal(text);
	return true;
}

/* "Starting 4 processes", "Starting 1 process and 2 threads" */
static bool read_starting(struct fio_reading *reading, const char *text)
{
	const char *s = scan_after(text, "Starting ");
	unsigned long long count;

	if (!s || !scan_count(s, &count, &s) ||
		!(scan_after(s, " process") || scan_after(s, " thread")))
		return false;
	if (reading->block_count > 0 && !reading->client)
		finish(reading);
	reading->started += count;
	s = strstr(s, " and ");
	if (s && scan_count(s + strlen(" and "), &count, &s))
		reading->started += count;
	return true;
}

/* The shell says that fio was killed: what it had reported was not the end. */
static bool read_kill(struct fio_reading *reading, const char *text)
{
	const char *word = strstr(text, "Killed"), *command;

	if (!word || !is_over(reading) || reading->client || reading->signal ||
		(word > text && word[-1] != ' '))
		return false;
	command = scan_blanks(word + strlen("Killed"));
	if (*command && !strstr(command, "fio "))
		return false;
	reading->signal = keep(reading, text, strlen(text));
	reading->signal_line = reading->scan->line;
	return true;
}

/* A shell's prompt behind a whole report: the next one is of another
 * invocation, even of a process of the same number in another container. */
static bool read_prompt(struct fio_reading *reading, const char *text)
{
	if (!is_over(reading) || reading->client || !echo_prompted(text))
		return false;
	finish(reading);
	return true;
}

/* What a client says is marked "<host> ", behind progress that has no end of
 * line; its report is not. */
static const char *unmarked(const char *text)
{
	const char *mark =
		scan_after(text, "Jobs: ") ? strchr(text, '<') : text;

	if (!mark || *mark != '<')
		return text;
	mark = strstr(mark, "> ");
	return mark ? mark + 2 : text;
}

static void sort_line(struct fio_reading *reading, const char *text)
{
	const char *said = reading->client ? unmarked(text) : text;

	if (read_client(reading, text) ||
		read_banner(reading, said, said != text) ||
		read_version(reading, said) || read_block(reading, text) ||
		read_complaint(reading, said) || read_ends(reading, text) ||
		read_starting(reading, said) || read_kill(reading, text) ||
		read_prompt(reading, text))
		return;
	fio_read_line(reading, text);
}

static void read_line(struct fio_reading *reading, const char *text)
{
	sort_line(reading, text);
	if (scan_end(text))
		return;
	if (!reading->first_line)
		reading->first_line = reading->scan->line;
	/* behind the group lines only the disks, which are indented, are its */
	if (!is_over(reading) || *text == ' ' || reading->disks)
		reading->last_line = reading->scan->line;
}

/* A piece in another format: of this invocation, or, without any text about
 * it, of another. */
static void read_account(
	struct fio_reading *reading, const struct parser *parser)
{
	struct parsing *parsing = reading->parsing;
	struct run_list *out = parsing->runs;
	struct run_list piece = {0};

	/* it is about the next invocation */
	if (reading->refused)
		finish(reading);
	reading->block = NULL;
	reading->group = NULL;
	parsing->runs = &piece;
	parser->parse(reading->scan, parsing);
	parsing->runs = out;
	/* a next report had begun */
	if (piece.count == 0 && reading->accounts.count > 0)
		reading->ended = false;
	join(&reading->pending, &piece);
}

static void parse(struct scan *scan, struct parsing *parsing)
{
	struct fio_reading reading = {.scan = scan, .parsing = parsing};
	const struct parser *other;

	do {
		while (parser_next(scan, &parser_fio_text))
			read_line(&reading, scan->text);
		other = parser_sibling(scan, &parser_fio_text);
		if (other)
			read_account(&reading, other);
	} while (other);
	finish(&reading);
}

const struct parser parser_fio_text = {"fio", owns, parse};
