// The body of an answer in HTTP's chunked coding (RFC 9112, section 7.1), and the lines of an event stream in it.
#include <ctype.h>
#include <string.h>

// Where in an answer a byte stands.
enum place_in_answer { HEAD, SIZE, DATA, DATA_END, OVER };

struct framing {
    enum place_in_answer place;
    size_t left;      // bytes of the chunk that are still to come
    struct text line; // what came so far of a line: of the head, a chunk's size, or the event stream's own
    struct text own;
};

// What is done with a line of the event stream. Returns 0 where it is wrong.
typedef int taker(void *context, const char *line, size_t length);

static int lines(struct framing *f, const char *at, const char *end, taker *take, void *context) {
    for (const char *feed; at < end; at = feed + 1) {
        if (!(feed = memchr(at, '\n', end - at))) return append(&f->own, at, end - at), 1;
        const char *line = at;
        size_t length = feed - at;
        if (f->own.length) { // it began in an earlier read
            append(&f->own, at, length);
            line = f->own.bytes, length = f->own.length, f->own.length = 0;
        }
        if (length && line[length - 1] == '\r') length--;
        if (!take(context, line, length)) return 0;
    }
    return 1;
}

// A line of the framing itself is whole.
static int turn(struct framing *f) {
    const char *line = f->line.bytes;
    size_t length = f->line.length;
    if (f->place == HEAD) {
        if (length == 2) f->place = SIZE; // the empty line
        else if (!strncmp(line, "HTTP/1.1 ", 9) && strncmp(line + 9, "200", 3)) return 0;
    } else if (f->place == SIZE) {
        if (!isxdigit((unsigned char)*line)) return 0;
        f->left = strtoul(line, NULL, 16);
        f->place = f->left ? DATA : OVER; // no trailers: the last line break is not waited for
    } else {
        if (length != 2) return 0;
        f->place = SIZE;
    }
    f->line.length = 0;
    return 1;
}

// Takes off the framing of what was read. Returns 0 where it is wrong.
static int unframe(struct framing *f, const char *at, const char *end, taker *take, void *context) {
    while (at < end && f->place != OVER) {
        if (f->place == DATA) {
            size_t length = (size_t)(end - at) < f->left ? (size_t)(end - at) : f->left;
            if (!lines(f, at, at + length, take, context)) return 0;
            at += length, f->left -= length;
            if (!f->left) f->place = DATA_END;
            continue;
        }
        const char *feed = memchr(at, '\n', end - at);
        size_t length = (feed ? feed + 1 : end) - at;
        append(&f->line, at, length);
        if (f->line.length > 8192) return 0;
        at += length;
        if (feed && (append(&f->line, "", 1), f->line.length--, !turn(f))) return 0; // with a zero behind, for strtoul
    }
    return 1;
}
