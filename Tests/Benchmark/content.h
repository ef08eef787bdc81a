// choices[0].delta.content of an event's JSON, whatever the order of its keys and the escapes in its strings.
#include <stdlib.h>
#include <string.h>

struct text {
    char *bytes;
    size_t length, room;
};

static void append(struct text *text, const char *bytes, size_t length) {
    if (!length) return;
    if (text->length + length > text->room) {
        text->room = 2 * (text->length + length) + 256;
        if (!(text->bytes = realloc(text->bytes, text->room))) abort();
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

struct cursor {
    const char *at, *end;
};

static int is_next(struct cursor *c, char wanted) {
    while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at) c->at++;
    if (c->at == c->end || *c->at != wanted) return 0;
    return c->at++, 1;
}

static int hexadecimal(struct cursor *c, unsigned *value) {
    char digits[5] = {0}, *end;
    if (c->end - c->at < 4) return 0;
    memcpy(digits, c->at, 4);
    *value = strtoul(digits, &end, 16);
    c->at += 4;
    return end == digits + 4;
}

static void append_scalar(struct text *text, unsigned u) { // as UTF-8 (RFC 3629, section 3)
    char bytes[4];
    int more = u < 0x80 ? 0 : u < 0x800 ? 1 : u < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
    bytes[0] = first[more] | u >> 6 * more;
    for (int i = 1; i <= more; i++) bytes[i] = 0x80 | (u >> 6 * (more - i) & 0x3f);
    append(text, bytes, more + 1);
}

static int escape(struct cursor *c, struct text *text) {
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (c->at == c->end) return 0;
    char name = *c->at++;
    const char *known = name ? strchr(names, name) : NULL;
    if (known) return append(text, values + (known - names), 1), 1;
    unsigned high, low;
    if (name != 'u' || !hexadecimal(c, &high)) return 0;
    if (high >= 0xd800 && high < 0xdc00) { // the first half of a pair (RFC 8259, section 7)
        if (c->end - c->at < 6 || c->at[0] != '\\' || c->at[1] != 'u') return 0;
        c->at += 2;
        if (!hexadecimal(c, &low) || low < 0xdc00 || low > 0xdfff) return 0;
        high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
    append_scalar(text, high);
    return 1;
}

// The rest of a string whose first quotation mark was taken.
static int string(struct cursor *c, struct text *text) {
    for (;;) {
        const char *from = c->at;
        while (c->at < c->end && *c->at != '"' && *c->at != '\\') c->at++;
        append(text, from, c->at - from);
        if (c->at == c->end) return 0;
        if (*c->at++ == '"') return 1;
        if (!escape(c, text)) return 0;
    }
}

// How far down the way to the text a value lies; everything beside it is skipped.
enum place { BESIDE, EVENT, CHOICES, CHOICE, DELTA, CONTENT };

static enum place member(enum place place, const struct text *key) {
    static const struct { enum place in, leads_to; const char *key; } ways[] = {
        {EVENT, CHOICES, "choices"}, {CHOICE, DELTA, "delta"}, {DELTA, CONTENT, "content"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (place == ways[i].in && key->length == strlen(ways[i].key) && !memcmp(key->bytes, ways[i].key, key->length))
            return ways[i].leads_to;
    return BESIDE;
}

// Takes one value, and appends it to `text` where it is the content. Returns 0 for what is no JSON, or nests beyond 64.
static int value(struct cursor *c, enum place place, int depth, struct text *text) {
    static struct text aside;
    if (depth > 64) return 0;
    aside.length = 0;
    if (is_next(c, '"')) return string(c, place == CONTENT ? text : &aside);
    if (is_next(c, '{')) {
        if (is_next(c, '}')) return 1;
        do {
            aside.length = 0;
            if (!is_next(c, '"') || !string(c, &aside) || !is_next(c, ':')) return 0;
            if (!value(c, member(place, &aside), depth + 1, text)) return 0;
        } while (is_next(c, ','));
        return is_next(c, '}');
    }
    if (is_next(c, '[')) {
        if (is_next(c, ']')) return 1;
        int index = 0;
        do {
            if (!value(c, place == CHOICES && index++ == 0 ? CHOICE : BESIDE, depth + 1, text)) return 0;
        } while (is_next(c, ','));
        return is_next(c, ']');
    }
    const char *from = c->at; // a number, true, false or null
    while (c->at < c->end && !strchr(",]} \t\r\n", *c->at)) c->at++;
    return c->at > from;
}

// Appends the content of an event to a text. Returns how many bytes it had, or -1 for what is no JSON.
static long take_content(const char *json, size_t length, struct text *text) {
    struct cursor cursor = {json, json + length};
    size_t before = text->length;
    if (!value(&cursor, EVENT, 0, text)) return -1;
    return text->length - before;
}
