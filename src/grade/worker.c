#include "src/grade/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/memory.h"

/* The status with which a process ends that has no memory left (memory.h). */
#define STATUS_MEMORY 3

/* The sanitizers reserve far more addresses than they use. */
#ifdef __SANITIZE_ADDRESS__
#define LIMITS_MEMORY false
#else
#define LIMITS_MEMORY true
#endif

enum word { WORD_BEGUN, WORD_DONE, WORD_FAILED };

/* What a worker says of a piece, in one write(). */
struct message {
	size_t index;
	enum word word;
};

struct worker {
	pid_t pid; /* 0: none */
	int pipe;
	size_t index; /* the piece it is at, or the first of a new one */
	bool busy;
};

struct pool {
	const struct work *work;
	struct worker *workers;
	size_t jobs;
	bool failed;
};

size_t work_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count > 0 ? (size_t)count : 1;
}

/* -- in the worker -- */

static void set_limit(int what, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(what, &limit))
		return;
	if (limit.rlim_max != RLIM_INFINITY && most > limit.rlim_max)
		most = limit.rlim_max;
	limit.rlim_cur = most;
	setrlimit(what, &limit);
}

/* The seconds used so far, rounded up, and those that the piece may take. */
static void limit_time(unsigned seconds)
{
	struct rusage usage;

	if (seconds && getrusage(RUSAGE_SELF, &usage) == 0)
		set_limit(RLIMIT_CPU,
			(rlim_t)usage.ru_utime.tv_sec +
				(rlim_t)usage.ru_stime.tv_sec + 1 + seconds);
}

/* Without a parent there is nothing to go on for. */
static void say(int pipe, size_t index, enum word word)
{
	const struct message message = {index, word};

	if (write(pipe, &message, sizeof message) != sizeof message)
		_exit(1);
}

static void work_through(const struct work *work, size_t jobs, size_t first,
	int pipe)
{
	signal(SIGXCPU, SIG_DFL);
	if (work->bytes && LIMITS_MEMORY)
		set_limit(RLIMIT_AS, (rlim_t)work->bytes);
	for (size_t i = first; i < work->count; i += jobs) {
		say(pipe, i, WORD_BEGUN);
		limit_time(work->seconds);
		say(pipe, i,
			work->work(work->context, i) ? WORD_DONE : WORD_FAILED);
	}
	_exit(0);
}

/* -- in the parent -- */

static void close_others(const struct pool *pool)
{
	for (size_t i = 0; i < pool->jobs; i++)
		if (pool->workers[i].pid)
			close(pool->workers[i].pipe);
}

/* Begins at worker->index. */
static void start(struct pool *pool, struct worker *worker)
{
	int ends[2];
	pid_t pid;

	worker->pid = 0;
	worker->busy = false;
	if (worker->index >= pool->work->count || pool->failed)
		return;
	if (pipe(ends)) {
		pool->failed = true;
		return;
	}
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		close_others(pool);
		work_through(pool->work, pool->jobs, worker->index, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		pool->failed = true;
		return;
	}
	worker->pid = pid;
	worker->pipe = ends[0];
}

static enum work_end end_of(int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return WORK_TIME;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_MEMORY)
		return WORK_MEMORY;
	return WORK_CRASHED;
}

static void tell(struct pool *pool, size_t index, enum work_end end)
{
	if (!pool->work->ended(pool->work->context, index, end))
		pool->failed = true;
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* The worker has ended: of itself, or over the piece it was at. */
static void bury(struct pool *pool, struct worker *worker)
{
	int status = wait_for(worker->pid);

	close(worker->pipe);
	worker->pid = 0;
	if (!worker->busy)
		return;
	tell(pool, worker->index, end_of(status));
	worker->index += pool->jobs;
	start(pool, worker);
}

static void hear(struct pool *pool, struct worker *worker)
{
	struct message message;
	ssize_t got = read(worker->pipe, &message, sizeof message);

	if (got < 0 && errno == EINTR)
		return;
	if (got != sizeof message) {
		bury(pool, worker);
		return;
	}
	worker->index = message.index;
	worker->busy = message.word == WORD_BEGUN;
	if (!worker->busy)
		tell(pool, message.index,
			message.word == WORD_DONE ? WORK_DONE : WORK_FAILED);
}

/* Waits until some worker has something to say; false when none is left. */
static bool listen_to_all(struct pool *pool, struct pollfd *polled)
{
	size_t count = 0;

	for (size_t i = 0; i < pool->jobs; i++) {
		polled[i].fd = pool->workers[i].pid ? pool->workers[i].pipe
						    : -1;
		polled[i].events = POLLIN;
		polled[i].revents = 0;
		count += pool->workers[i].pid != 0;
	}
	if (!count)
		return false;
	if (poll(polled, (nfds_t)pool->jobs, -1) < 0)
		return errno == EINTR;
	for (size_t i = 0; i < pool->jobs && !pool->failed; i++)
		if (polled[i].revents)
			hear(pool, &pool->workers[i]);
	return !pool->failed;
}

static void stop_all(struct pool *pool)
{
	for (size_t i = 0; i < pool->jobs; i++) {
		struct worker *worker = &pool->workers[i];

		if (!worker->pid)
			continue;
		kill(worker->pid, SIGTERM);
		close(worker->pipe);
		wait_for(worker->pid);
	}
}

bool work_run(const struct work *work)
{
	struct pool pool = {.work = work,
		.jobs = work->jobs < work->count ? work->jobs : work->count};
	struct pollfd *polled;

	pool.workers =
		memory_sure(calloc(pool.jobs + 1, sizeof *pool.workers));
	polled = memory_sure(calloc(pool.jobs + 1, sizeof *polled));
	for (size_t i = 0; i < pool.jobs; i++) {
		pool.workers[i].index = i;
		start(&pool, &pool.workers[i]);
	}
	while (!pool.failed && listen_to_all(&pool, polled))
		;
	stop_all(&pool);
	free(polled);
	free(pool.workers);
	return !pool.failed;
}
