// The floor: what this machine and libsqlite3 allow whoever keeps every chunk of many answers on disk.
//
//   floor --port N --streams N --database FILE [--seconds 600]
//
// One thread. A row for each network read of each stream, a transaction for each turn of epoll over all streams, an
// fsync for each transaction. It knows no leases, retries, checks or documents. Counting begins with the first content
// chunk.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "content.h"
#include "framing.h"
#include "latencies.h"

struct stream {
    int fd, is_done; // done: `data: [DONE]` has come
    struct framing framing;
};

// What one network read gave.
struct read {
    struct stream *stream;
    struct text text;
    long chunks;
};

struct arrival {
    uint64_t at;
    long chunks;
};

static sqlite3 *database;
static sqlite3_stmt *insert, *begin, *commit;
static long chunks, rows, commits;
static uint64_t started;
static double cpu_before;
static struct latencies latencies;

static uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000ull + t.tv_nsec / 1000;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

// Not ru_maxrss, which is never less than what the caller held when it forked.
static long peak_kib(void) {
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
    if (status) fclose(status);
    return kib;
}

static void die(const char *what) {
    fprintf(stderr, "floor: %s: %s; %s\n", what, strerror(errno), database ? sqlite3_errmsg(database) : "no database");
    exit(1);
}

static void run(const char *sentence) {
    if (sqlite3_exec(database, sentence, NULL, NULL, NULL)) die(sentence);
}

static sqlite3_stmt *prepared(const char *sentence) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sentence, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) die(sentence);
    return statement;
}

static void step(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_reset(statement)) die("step");
}

static void open_database(const char *path) {
    if (sqlite3_open(path, &database)) die(path);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("CREATE TABLE journal(id INTEGER PRIMARY KEY, attempt_id INTEGER NOT NULL, text TEXT NOT NULL) STRICT");
    begin = prepared("BEGIN IMMEDIATE");
    insert = prepared("INSERT INTO journal(attempt_id, text) VALUES (?, ?)");
    commit = prepared("COMMIT");
}

static int ask(int port) {
    static const char body[] =
        "{\"model\":\"benchmark\",\"messages\":[{\"role\":\"system\",\"content\":\"Translate to Russian.\"},"
        "{\"role\":\"user\",\"content\":\"A short text.\"}],"
        "\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char request[1024];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
    int length = snprintf(request, sizeof request,
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        "Accept: text/event-stream\r\nContent-Length: %zu\r\n\r\n%s", port, sizeof body - 1, body);
    if (send(fd, request, length, MSG_NOSIGNAL) != length) die("send");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static int take_line(void *context, const char *line, size_t length) {
    struct read *read = context;
    if (length < 5 || memcmp(line, "data:", 5)) return 1; // empty, a comment or another field
    line += 5, length -= 5;
    if (length && *line == ' ') line++, length--;
    if (length == 6 && !memcmp(line, "[DONE]", 6)) return read->stream->is_done = 1;
    long bytes = take_content(line, length, &read->text);
    if (bytes > 0) read->chunks++;
    return bytes >= 0;
}

// Reads once and writes what came as a row. Returns 1 where the answer is over.
static int take(struct stream *s, long attempt, struct arrival *arrival) {
    static char bytes[65536];
    static struct text text;
    ssize_t length = recv(s->fd, bytes, sizeof bytes, 0);
    arrival->at = now_us(), arrival->chunks = 0;
    if (length < 0 && errno == EAGAIN) return 0;
    if (length <= 0) die("an answer broke off");
    struct read read = {.stream = s, .text = text};
    read.text.length = 0;
    if (!unframe(&s->framing, bytes, bytes + length, take_line, &read)) die("an answer is malformed");
    text = read.text; // its memory, for the next
    if (read.chunks) {
        if (!started) started = arrival->at, cpu_before = cpu();
        if (sqlite3_get_autocommit(database)) step(begin);
        sqlite3_bind_int64(insert, 1, attempt);
        sqlite3_bind_text(insert, 2, text.bytes, text.length, SQLITE_STATIC);
        step(insert);
        rows++, chunks += arrival->chunks = read.chunks;
    }
    if (s->framing.place == OVER && !s->is_done) die("an answer has no end");
    return s->framing.place == OVER;
}

static void stream_all(struct stream *streams, int count, int poller) {
    struct epoll_event *events = calloc(count, sizeof *events);
    struct arrival *arrivals = calloc(count, sizeof *arrivals);
    if (!events || !arrivals) die("calloc");
    for (int open = count; open;) {
        int ready = epoll_wait(poller, events, count, -1);
        for (int i = 0; i < ready; i++) {
            struct stream *s = &streams[events[i].data.u32];
            if (!take(s, events[i].data.u32, &arrivals[i])) continue;
            close(s->fd);
            free(s->framing.line.bytes), free(s->framing.own.bytes);
            open--;
        }
        if (sqlite3_get_autocommit(database)) continue;
        step(commit), commits++;
        uint64_t committed = now_us();
        for (int i = 0; i < ready; i++) observe(&latencies, committed - arrivals[i].at, arrivals[i].chunks);
    }
    free(events), free(arrivals);
}

int main(int argc, char **argv) {
    int port = 0, count = 1, seconds = 600;
    const char *path = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--port")) port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--streams")) count = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--seconds")) seconds = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--database")) path = argv[i + 1];
        else return fprintf(stderr, "floor: unknown option %s\n", argv[i]), 2;
    }
    if (!port || !path || count < 1) return fprintf(stderr, "floor: --port, --database and --streams are wanted\n"), 2;
    alarm(seconds);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    open_database(path);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct stream *streams = calloc(count, sizeof *streams);
    for (int i = 0; i < count; i++) {
        streams[i].fd = ask(port);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, streams[i].fd, &event)) die("epoll_ctl");
    }
    stream_all(streams, count, poller);
    double wall = (now_us() - started) / 1e6, used = cpu() - cpu_before;
    printf("{\"chunks\": %ld, \"rows\": %ld, \"commits\": %ld, \"seconds\": %.3f, \"cpu_us_per_chunk\": %.3f, "
           "\"chunks_per_second\": %.0f, \"peak_kib\": %ld, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"p99_9_ms\": %.3f}\n",
           chunks, rows, commits, wall, used * 1e6 / chunks, chunks / wall, peak_kib(), quantile(&latencies, 0.5),
           quantile(&latencies, 0.99), quantile(&latencies, 0.999));
    sqlite3_finalize(begin), sqlite3_finalize(insert), sqlite3_finalize(commit);
    sqlite3_close(database);
    free(streams), close(poller);
}
