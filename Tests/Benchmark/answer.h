// The answer that every request gets: an HTTP response, cut into the pieces that are written at once.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct answer {
    char *bytes;
    size_t length, room;
    size_t count;   // pieces
    size_t *ends;   // where each ends in `bytes`
    size_t *chunks; // how many content chunks each holds the end of
};

enum { PIECE = 16384 }; // bytes of a piece in bulk

static void put(struct answer *answer, const char *bytes, size_t length) {
    if (answer->length + length > answer->room) {
        answer->room = 2 * (answer->length + length);
        if (!(answer->bytes = realloc(answer->bytes, answer->room))) abort();
    }
    memcpy(answer->bytes + answer->length, bytes, length);
    answer->length += length;
}

static void put_framed(struct answer *answer, const char *bytes, size_t length) {
    char size[32];
    put(answer, size, sprintf(size, "%zx\r\n", length));
    put(answer, bytes, length);
    put(answer, "\r\n", 2);
}

static void end_piece(struct answer *answer, size_t chunks) {
    answer->ends[answer->count] = answer->length;
    answer->chunks[answer->count++] = chunks;
}

// As hosted endpoints send it: about 200 bytes for one short word.
static int event(char *text, const char *delta, const char *reason) {
    return sprintf(text,
        "data: {\"id\":\"chatcmpl-BkUMB0Wq3dRz8n5tXo7uEwYf\",\"object\":\"chat.completion.chunk\",\"created\":1677858242,"
        "\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n",
        delta, reason);
}

// In bulk the events stand shoulder to shoulder in pieces of 16 KiB; else each is a piece, as a model gives its tokens.
static struct answer render(int count, int is_bulk) {
    struct answer answer = {0}, plain = {0};
    const char *head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    const char *done = "data: [DONE]\n\n";
    char text[512], delta[64];
    answer.ends = calloc(count + 3, sizeof *answer.ends);
    answer.chunks = calloc(count + 3, sizeof *answer.chunks);
    if (!answer.ends || !answer.chunks) abort();
    put(&answer, head, strlen(head));
    for (int i = -1; i <= count; i++) {
        if (i < 0) sprintf(delta, "{\"role\":\"assistant\",\"content\":\"\"}");
        else if (i < count) sprintf(delta, "{\"content\":\"слово%d%s\"}", i, i + 1 < count ? " " : ".");
        else sprintf(delta, "{}");
        int length = event(text, delta, i < count ? "null" : "\"stop\"");
        if (i == count) length += sprintf(text + length, "%s", done);
        if (is_bulk) {
            put(&plain, text, length);
        } else {
            put_framed(&answer, text, length);
            if (i == count) put(&answer, "0\r\n\r\n", 5);
            end_piece(&answer, i >= 0 && i < count);
        }
    }
    for (size_t at = 0; at < plain.length; at += PIECE) {
        size_t length = plain.length - at < PIECE ? plain.length - at : PIECE;
        put_framed(&answer, plain.bytes + at, length);
        int is_last = at + length == plain.length;
        if (is_last) put(&answer, "0\r\n\r\n", 5);
        end_piece(&answer, is_last ? count : 0); // counted when the whole is gone
    }
    free(plain.bytes);
    return answer;
}

static void forget(struct answer *answer) {
    free(answer->bytes);
    free(answer->ends);
    free(answer->chunks);
}
