// cmark-gfm, as far as it is needed here. Its headers name types by macros that Swift does not see, and one of them, for the
// tree as it is before inline markup is read, is no public one.

#include "CMarkdown.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/parser.h>
#include <stdbool.h>
#include <stdint.h>
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

typedef struct {
    CMarkdownBlock *blocks;
    size_t count, room;
    bool failed;
} List;

static void add(List *list, cmark_node *node, CMarkdownKind kind, int depth, int value, int detail) {
    if (list->failed) return;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 64 : 2 * list->room;
        CMarkdownBlock *blocks = realloc(list->blocks, room * sizeof *blocks);
        list->failed = blocks == NULL;
        if (list->failed) return;
        list->blocks = blocks;
        list->room = room;
    }
    list->blocks[list->count++] = (CMarkdownBlock){
        kind, depth, value, detail, cmark_node_get_start_line(node), cmark_node_get_start_column(node),
        node->flags & CMARK_NODE__OPEN ? 0 : cmark_node_get_end_line(node)};
}

static bool holds_blocks(cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_FOOTNOTE_DEFINITION;
}

// A place in a text that goes forward by lines.
typedef struct {
    const char *place, *end;
    int number;
} Line;

static const char *line_end(const Line *line) {
    const char *end = line->place;
    while (end < line->end && *end != '\n' && *end != '\r') end++;
    return end;
}

static void go_to(Line *line, int number) {
    while (line->number < number && line->place < line->end) {
        const char *next = line_end(line);
        if (next < line->end) next += next + 1 < line->end && next[0] == '\r' && next[1] == '\n' ? 2 : 1;
        line->place = next;
        line->number++;
    }
}

// How many cells are written in a line of a table, from a column on; cmark leaves out those that there is no column for.
static int written_cells(const Line *line, int column) {
    const char *end = line_end(line), *place = line->place;
    if (column > 1) place += column - 1 < end - place ? column - 1 : end - place;
    while (place < end && (*place == ' ' || *place == '\t')) place++;
    while (end > place && (end[-1] == ' ' || end[-1] == '\t')) end--;
    if (place < end && *place == '|') place++;
    int cells = 1;
    for (; place < end; place++) {
        if (*place == '\\' && place + 1 < end) place++;
        else if (*place == '|' && place + 1 < end) cells++;
    }
    return cells;
}

static void add_table(List *list, cmark_node *table, int depth, int columns) {
    add(list, table, CMarkdownTable, depth, 0, 0);
    uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);
    for (int column = 0; column < columns; column++) {
        add(list, table, CMarkdownColumn, depth, column + 1, alignments == NULL ? 0 : alignments[column]);
    }
}

CMarkdownBlock *cmarkdown_blocks(const char *text, size_t count, size_t *blocks) {
    List list = {NULL, 0, 0, false};
    Line line = {text, text + count, 1};
    int depth = 0, columns = 0, column = 0;
    cmark_parser *reader = parser(text, count);
    // A paragraph that is over is known to be definitions of links alone.
    cmark_parser_feed(reader, "\n", 1);
    // The parser is not asked to finish: blocks are all known by now, also footnotes that nothing refers to, and inline
    // markup would take the square of the time for some texts.
    cmark_iter *iterator = cmark_iter_new(reader->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator), *parent = cmark_node_parent(node);
        if (event != CMARK_EVENT_ENTER) {
            if (holds_blocks(node)) depth--;
            continue;
        }
        int holds = cmark_node_first_child(node) != NULL;
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_PARAGRAPH: {
            bool is_first = cmark_node_previous(node) == NULL && parent != NULL && holds_blocks(parent)
                && cmark_node_get_type(parent) != CMARK_NODE_BLOCK_QUOTE;
            add(&list, node, CMarkdownParagraph, depth, 0, is_first);
            break;
        }
        case CMARK_NODE_HEADING: {
            add(&list, node, CMarkdownHeading, depth, cmark_node_get_heading_level(node), node->as.heading.setext);
            break;
        }
        case CMARK_NODE_LIST:
            if (cmark_node_get_list_type(node) == CMARK_ORDERED_LIST) {
                add(&list, node, CMarkdownNumberedList, depth, cmark_node_get_list_start(node), 0);
            } else {
                add(&list, node, CMarkdownBulletList, depth, node->as.list.bullet_char, 0);
            }
            break;
        case CMARK_NODE_ITEM: {
            bool is_numbered = cmark_node_get_list_type(parent) == CMARK_ORDERED_LIST;
            add(&list, node, is_numbered ? CMarkdownNumber : CMarkdownBullet, depth, holds, 0);
            break;
        }
        case CMARK_NODE_BLOCK_QUOTE: add(&list, node, CMarkdownQuotation, depth, holds, 0); break;
        case CMARK_NODE_FOOTNOTE_DEFINITION: add(&list, node, CMarkdownFootnote, depth, holds, 0); break;
        case CMARK_NODE_CODE_BLOCK: add(&list, node, CMarkdownCode, depth, 0, !node->as.code.fenced); break;
        case CMARK_NODE_THEMATIC_BREAK: add(&list, node, CMarkdownBreak, depth, 0, 0); break;
        case CMARK_NODE_HTML_BLOCK: add(&list, node, CMarkdownHTML, depth, 0, 0); break;
        default: {
            const char *name = cmark_node_get_type_string(node);
            if (strcmp(name, "table") == 0) {
                columns = cmark_gfm_extensions_get_table_columns(node);
                add_table(&list, node, depth, columns);
            } else if (strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0) {
                int surplus = 0;
                if (strcmp(name, "table_row") == 0) {
                    go_to(&line, cmark_node_get_start_line(node));
                    surplus = written_cells(&line, cmark_node_get_start_column(node)) - columns;
                }
                add(&list, node, CMarkdownRow, depth, surplus > 0 ? surplus : 0, 0);
                column = 0;
            } else if (strcmp(name, "table_cell") == 0) {
                column++;
                if (node->content.size > 0) add(&list, node, CMarkdownCell, depth, column, 0);
            }
        }
        }
        if (holds_blocks(node)) depth++;
    }
    cmark_iter_free(iterator);
    if (reader->refmap->size > 0) add(&list, reader->root, CMarkdownDefinition, 0, (int)reader->refmap->size, 0);
    cmark_parser_free(reader);
    if (list.failed) {
        free(list.blocks);
        return NULL;
    }
    *blocks = list.count;
    return list.blocks;
}

void cmarkdown_free_blocks(CMarkdownBlock *blocks) { free(blocks); }
