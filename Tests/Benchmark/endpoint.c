// A cheap OpenAI-compatible endpoint: one thread, epoll, loopback only, every answer the same and rendered beforehand.
//
//   endpoint [--port 0] [--chunks 2000] [--interval-ms 0] [--together N]
//
// It prints `port N` when it listens. With --together nobody's answer begins before N requests are there: then it
// prints `together`, and begins when a byte or the end comes on standard input, so that whoever measures can read the
// clock in between. SIGTERM ends it; the last line on standard error is a JSON object with what it sent, and what that
// cost it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"

enum { MOST_STREAMS = 16384, MOST_SLOTS = 60000, LONGEST_HEAD = 8192, EVENTS = 512 };

struct stream {
    int fd;
    enum { READING, WAITING, ANSWERING } state;
    long body_left;       // bytes of the request's body that are still to come
    size_t head_length;   // bytes of the request's head that have come
    char *head;           // only while a head is coming in
    size_t sent, piece;   // bytes of the answer that were sent, and the piece in which they end
    size_t owed;          // pieces that are due; in bulk, all of them
    int is_blocked;       // whether the socket takes no more for now
    int slot;             // in which millisecond of the interval its chunks are due
    struct stream *next, **link; // the others of its slot
};

static struct answer answer;
static struct stream streams[MOST_STREAMS]; // by file descriptor
static struct stream *slots[MOST_SLOTS];
static int poller, interval, together, waiting, begun;
static long answers, chunks, broken;
static volatile sig_atomic_t ends;

static void end(int signal) { (void)signal, ends = 1; }

static void die(const char *what) {
    fprintf(stderr, "endpoint: %s: %s\n", what, strerror(errno));
    exit(1);
}

static long now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000L + t.tv_nsec / 1000000;
}

static void watch(struct stream *s, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.fd = s->fd};
    if (epoll_ctl(poller, operation, s->fd, &event)) die("epoll_ctl");
}

static void leave_slot(struct stream *s) {
    if (!s->link) return;
    *s->link = s->next;
    if (s->next) s->next->link = s->link;
    s->link = NULL;
}

static void hang_up(struct stream *s) {
    if (s->state == ANSWERING) broken++;
    if (s->state == WAITING) waiting--;
    leave_slot(s);
    close(s->fd);
    free(s->head);
    *s = (struct stream){.fd = -1};
}

// Sends what is owed, a write for each piece, as far as the socket takes it. Returns 0 where the stream is gone.
static int send_owed(struct stream *s) {
    // In bulk a few pieces a turn: nobody waits until another's answer is whole.
    for (int writes = 0; s->owed && writes < 4; writes++) {
        size_t length = answer.ends[s->piece] - s->sent;
        ssize_t sent = send(s->fd, answer.bytes + s->sent, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) return hang_up(s), 0;
        if (sent > 0) s->sent += sent;
        if (sent < (ssize_t)length) break;
        chunks += answer.chunks[s->piece];
        s->owed--;
        if (++s->piece == answer.count) {
            answers++, s->state = READING, s->owed = 0;
            leave_slot(s);
            break;
        }
    }
    int is_blocked = s->owed > 0;
    if (is_blocked != s->is_blocked) {
        s->is_blocked = is_blocked;
        watch(s, EPOLLIN | (is_blocked ? EPOLLOUT : 0), EPOLL_CTL_MOD);
    }
    return 1;
}

static void begin(struct stream *s) {
    s->state = ANSWERING, s->sent = s->piece = s->owed = 0, s->is_blocked = 0;
    if (!interval) {
        s->owed = answer.count;
        send_owed(s);
        return;
    }
    // Phases are spread evenly: over a known number of streams, else by the golden ratio, which is even for any number.
    double phase = together > 1 ? (double)begun / together : begun * 0.6180339887498949;
    begun++;
    s->slot = (int)((phase - (long)phase) * interval);
    s->next = slots[s->slot], s->link = &slots[s->slot];
    if (s->next) s->next->link = &s->next;
    slots[s->slot] = s;
}

static void begin_all(void) {
    together = together ? together : 1;
    for (int fd = 0; fd < MOST_STREAMS; fd++)
        if (streams[fd].state == WAITING && streams[fd].fd >= 0) begin(&streams[fd]);
    waiting = -1; // from now on nobody waits
}

static void wait_for_all(struct stream *s) {
    s->state = WAITING;
    if (!together || waiting < 0) return begin(s);
    if (++waiting < together) return;
    puts("together");
    struct epoll_event event = {.events = EPOLLIN, .data.fd = STDIN_FILENO};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &event)) begin_all(); // /dev/null, where nobody speaks
}

static void say(struct stream *s, const char *status, const char *body) {
    char text[512];
    int length = snprintf(text, sizeof text,
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", status, strlen(body), body);
    if (send(s->fd, text, length, MSG_NOSIGNAL) != length) hang_up(s);
}

static void take_head(struct stream *s) {
    s->body_left = 0;
    for (char *line = strchr(s->head, '\n'); line; line = strchr(line + 1, '\n'))
        if (!strncasecmp(line + 1, "content-length:", 15)) s->body_left = atol(line + 16);
    int is_chat = !strncmp(s->head, "POST /v1/chat/completions ", 26);
    int is_list = !strncmp(s->head, "GET /v1/models ", 15);
    free(s->head);
    s->head = NULL, s->head_length = 0;
    if (is_chat) s->state = WAITING; // for its body, then for the others
    else if (is_list) say(s, "200 OK", "{\"object\":\"list\",\"data\":[{\"id\":\"benchmark\",\"object\":\"model\"}]}");
    else say(s, "404 Not Found", "{\"error\":{\"message\":\"no such thing here\"}}");
}

static void take(struct stream *s) {
    static char bytes[65536];
    ssize_t length = recv(s->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0 || s->state == ANSWERING) return hang_up(s);
    char *at = bytes;
    if (!s->body_left) {
        if (!s->head && !(s->head = malloc(LONGEST_HEAD + 1))) die("malloc");
        size_t before = s->head_length, room = LONGEST_HEAD - before;
        size_t taken = (size_t)length < room ? (size_t)length : room;
        memcpy(s->head + before, bytes, taken);
        s->head_length += taken;
        s->head[s->head_length] = 0;
        char *head_end = strstr(s->head, "\r\n\r\n");
        if (!head_end) {
            if (s->head_length == LONGEST_HEAD) hang_up(s);
            return;
        }
        at = bytes + (head_end + 4 - s->head) - before;
        take_head(s);
        if (s->fd < 0 || s->state != WAITING) return;
        s->state = READING;
    }
    long rest = bytes + length - at;
    s->body_left -= rest < s->body_left ? rest : s->body_left;
    if (!s->body_left) wait_for_all(s);
}

static void accept_all(int listener) {
    int fd, on = 1, size = 256 << 10; // the kernel's own idea, 4 MB a stream, would hold whole answers of thousands
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= MOST_STREAMS) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
        streams[fd] = (struct stream){.fd = fd};
        watch(&streams[fd], EPOLLIN, EPOLL_CTL_ADD);
    }
}

static int listen_at(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, length) || listen(fd, 8192)) die("listen");
    getsockname(fd, (struct sockaddr *)&address, &length);
    printf("port %d\n", ntohs(address.sin_port));
    return fd;
}

// The milliseconds that have passed since the last call, one by one: whoever is due in one gets a piece, in a write of
// its own, also where the clock has run ahead. Returns how long there is nothing to do.
static int send_due(long *tick) {
    for (long now = now_ms(); *tick < now;) {
        struct stream *next;
        for (struct stream *s = slots[++*tick % interval]; s; s = next) {
            next = s->next;
            if (s->piece + s->owed < answer.count) s->owed++;
            if (!s->is_blocked) send_owed(s);
        }
    }
    for (int wait = 1; wait <= interval; wait++)
        if (slots[(*tick + wait) % interval]) return wait;
    return interval;
}

int main(int argc, char **argv) {
    int port = 0, count = 2000;
    for (int i = 1; i + 1 < argc; i += 2) {
        int value = atoi(argv[i + 1]);
        if (!strcmp(argv[i], "--port")) port = value;
        else if (!strcmp(argv[i], "--chunks")) count = value;
        else if (!strcmp(argv[i], "--interval-ms")) interval = value;
        else if (!strcmp(argv[i], "--together")) together = value;
        else return fprintf(stderr, "endpoint: unknown option %s\n", argv[i]), 2;
    }
    if (interval < 0 || interval > MOST_SLOTS || count < 1 || count > 10000000)
        return fprintf(stderr, "endpoint: out of range\n"), 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = end}, NULL);
    sigaction(SIGINT, &(struct sigaction){.sa_handler = end}, NULL);
    for (int fd = 0; fd < MOST_STREAMS; fd++) streams[fd].fd = -1;
    answer = render(count, interval == 0);
    poller = epoll_create1(EPOLL_CLOEXEC);
    int listener = listen_at(port);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
    if (epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event)) die("epoll_ctl");

    for (long tick = now_ms(); !ends;) {
        int timeout = interval ? send_due(&tick) : -1;
        int ready = epoll_wait(poller, events, EVENTS, timeout);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            struct stream *s = &streams[fd];
            if (fd == listener) accept_all(listener);
            else if (fd == STDIN_FILENO) {
                epoll_ctl(poller, EPOLL_CTL_DEL, STDIN_FILENO, NULL);
                begin_all();
            } else if (s->fd < 0) continue;
            else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) take(s);
            else send_owed(s);
        }
    }
    for (int fd = 0; fd < MOST_STREAMS; fd++)
        if (streams[fd].fd >= 0) hang_up(&streams[fd]);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    fprintf(stderr, "{\"answers\": %ld, \"chunks\": %ld, \"broken\": %ld, \"cpu\": %.3f}\n",
        answers, chunks, broken, cpu);
    forget(&answer);
    close(listener), close(poller);
}
