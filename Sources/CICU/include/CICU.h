#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stdint.h>

/// The rules of a language for where sentences end, or for where words do, set to a text.
typedef struct CICUBreaks CICUBreaks;

/// Opens the rules of a locale; NULL where there are none.
CICUBreaks *cicu_open(bool sentences, const char *locale);

/// Sets the text, in UTF-8, which must stay where it is until another is set; false where that fails.
bool cicu_set_text(CICUBreaks *breaks, const char *text, int64_t count);

/// The next border, in bytes; negative behind the last.
int32_t cicu_next(CICUBreaks *breaks);

/// Gives the rules back.
void cicu_close(CICUBreaks *breaks);

#endif
