#ifndef CMARKDOWN_H
#define CMARKDOWN_H

#include <stddef.h>

/// Makes the extensions known; to be called once, before anything else.
void cmarkdown_start(void);

/// The text of a heading without its markup, ended by a zero byte, and its level; NULL where it is none. Inline markup takes
/// cmark more than time in proportion, so this is for a short text alone.
char *cmarkdown_heading(const char *text, size_t count, int *level);

/// Gives such a text back.
void cmarkdown_free(char *text);

/// How often a text has each kind of block.
typedef struct {
    int headings[6];
    int bullets, numbered, tables, rows, columns, quotations, code, breaks, html, footnotes;
} CMarkdownCounts;

/// Counts the blocks of a text.
CMarkdownCounts cmarkdown_count(const char *text, size_t count);

#endif
