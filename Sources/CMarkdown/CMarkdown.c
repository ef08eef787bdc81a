// cmark-gfm, as far as it is needed here. Its headers name types by macros that Swift does not see, and one of them, for the
// tree as it is before inline markup is read, is no public one.

#include "CMarkdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/parser.h>
#include <stdlib.h>
#include <string.h>

void cmarkdown_start(void) { cmark_gfm_core_extensions_ensure_registered(); }

// A line that begins more blocks within blocks is read no further: this version of cmark compares every later line, also a
// blank one, with all that are open, so that a long line of “1. 1. 1. ” before many others takes the square of the time.
static const int deepest = 64;

// How many bytes the mark of a quotation, an item or a footnote has at the begin of a text; 0 where there is none.
static size_t mark(const char *text, const char *end) {
    const char *place = text;
    if (place < end && *place == '>') return 1;
    if (place < end && (*place == '-' || *place == '+' || *place == '*')) {
        place++;
    } else if (end - place > 1 && place[0] == '[' && place[1] == '^') {
        while (place < end && *place != ']') place++;
        if (end - place < 2 || place[1] != ':') return 0;
        return (size_t)(place + 2 - text);
    } else {
        while (place < end && *place >= '0' && *place <= '9') place++;
        if (place == text || place == end || (*place != '.' && *place != ')')) return 0;
        place++;
    }
    return place < end && (*place == ' ' || *place == '\t') ? (size_t)(place - text) : 0;
}

// How much of a line is read.
static const char *limit(const char *line, const char *end) {
    for (int depth = 0; depth < deepest; depth++) {
        while (line < end && (*line == ' ' || *line == '\t')) line++;
        size_t length = mark(line, end);
        if (length == 0) return end;
        line += length;
    }
    return line;
}

static cmark_parser *parser(const char *text, size_t count) {
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    cmark_syntax_extension *table = cmark_find_syntax_extension("table");
    if (table != NULL) cmark_parser_attach_syntax_extension(parser, table);
    const char *line = text, *end = text + count;
    while (line < end) {
        const char *next = line;
        while (next < end && *next != '\n' && *next != '\r') next++;
        cmark_parser_feed(parser, line, (size_t)(limit(line, next) - line));
        line = next;
        if (line < end && *line == '\r') line++;
        if (line < end && *line == '\n' && (line == next || line[-1] == '\r')) line++;
        // What is fed is read by whole lines.
        cmark_parser_feed(parser, "\n", 1);
    }
    return parser;
}

char *cmarkdown_heading(const char *text, size_t count, int *level) {
    cmark_parser *reader = parser(text, count);
    cmark_node *document = cmark_parser_finish(reader);
    cmark_node *heading = document == NULL ? NULL : cmark_node_first_child(document);
    char *result = NULL;
    if (heading != NULL && cmark_node_get_type(heading) == CMARK_NODE_HEADING) {
        *level = cmark_node_get_heading_level(heading);
        result = cmark_render_plaintext(heading, CMARK_OPT_DEFAULT, 0);
    }
    if (document != NULL) cmark_node_free(document);
    cmark_parser_free(reader);
    return result;
}

void cmarkdown_free(char *text) { cmark_get_default_mem_allocator()->free(text); }

CMarkdownCounts cmarkdown_count(const char *text, size_t count) {
    CMarkdownCounts counts = {{0}};
    cmark_parser *reader = parser(text, count);
    // The parser is not asked to finish: blocks are all known by now, also footnotes that nothing refers to, and inline
    // markup would take the square of the time for some texts.
    cmark_iter *iterator = cmark_iter_new(reader->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node *node = cmark_iter_get_node(iterator);
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_HEADING: {
            int level = cmark_node_get_heading_level(node);
            if (level >= 1 && level <= 6) counts.headings[level - 1] += 1;
            break;
        }
        case CMARK_NODE_ITEM:
            if (cmark_node_get_list_type(cmark_node_parent(node)) == CMARK_ORDERED_LIST) counts.numbered += 1;
            else counts.bullets += 1;
            break;
        case CMARK_NODE_BLOCK_QUOTE: counts.quotations += 1; break;
        case CMARK_NODE_CODE_BLOCK: counts.code += 1; break;
        case CMARK_NODE_THEMATIC_BREAK: counts.breaks += 1; break;
        case CMARK_NODE_HTML_BLOCK: counts.html += 1; break;
        case CMARK_NODE_FOOTNOTE_DEFINITION: counts.footnotes += 1; break;
        default: {
            const char *name = cmark_node_get_type_string(node);
            if (strcmp(name, "table") == 0) {
                counts.tables += 1;
                counts.columns += cmark_gfm_extensions_get_table_columns(node);
            } else if (strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0) {
                counts.rows += 1;
            }
        }
        }
    }
    cmark_iter_free(iterator);
    cmark_parser_free(reader);
    return counts;
}
