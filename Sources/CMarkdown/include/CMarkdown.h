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

/// What a block is.
typedef enum {
    CMarkdownParagraph, CMarkdownHeading, CMarkdownBulletList, CMarkdownNumberedList, CMarkdownBullet, CMarkdownNumber, CMarkdownQuotation,
    CMarkdownFootnote, CMarkdownCode, CMarkdownBreak, CMarkdownHTML, CMarkdownTable, CMarkdownColumn, CMarkdownRow,
    CMarkdownCell, CMarkdownDefinition
} CMarkdownKind;

/// A block of a text.
typedef struct {
    CMarkdownKind kind;
    /// How many items, quotations and footnotes it stands in; these are the last ones before it that are less deep.
    int depth;
    /// Of a heading its level, of a list with bullets the bullet, of a numbered list the number that it begins with, of an item,
    /// a quotation or a footnote whether it holds anything, of a column or a cell with text in it its number, from 1, of a row
    /// the cells that there is no column for, and of definitions of links, which are told of last and all at once, their number.
    int value;
    /// Of a column where its text stands: `l`, `c`, `r`, or 0; of a paragraph whether an item or a footnote begins with it;
    /// of a heading whether a line below makes it one; of code whether its indentation does.
    int detail;
    /// The line that the block begins in, from 1, the byte of that line that it begins with, from 1, and the line that it ends
    /// with, of which cmark is not sure where blocks are ended by what follows; 0 where the text ends before it does.
    int first_line, first_byte, last_line;
} CMarkdownBlock;

/// The blocks of a text in its order, and how many these are; NULL where there are none or no memory is left.
CMarkdownBlock *cmarkdown_blocks(const char *text, size_t count, size_t *blocks);

/// Gives such blocks back.
void cmarkdown_free_blocks(CMarkdownBlock *blocks);

#endif
