// ICU gives each of its functions the version's number by macro (unicode/urename.h), so that Swift, which knows no such
// macros, does not see them. Nor may Swift see ICU's headers: Foundation has an ICU of its own, of another version, whose
// types have the same names. That one is Foundation's alone.

#include "CICU.h"

#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

CICUBreaks *cicu_open(bool sentences, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(sentences ? UBRK_SENTENCE : UBRK_WORD, locale, NULL, 0, &status);
    if (U_SUCCESS(status)) return (CICUBreaks *)breaks;
    if (breaks != NULL) ubrk_close(breaks);
    return NULL;
}

bool cicu_set_text(CICUBreaks *breaks, const char *text, int64_t count) {
    UErrorCode status = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, text, count, &status);
    if (U_FAILURE(status)) return false;
    // The iterator takes a copy of the view, not of the text.
    ubrk_setUText((UBreakIterator *)breaks, view, &status);
    utext_close(view);
    return U_SUCCESS(status);
}

int32_t cicu_next(CICUBreaks *breaks) { return ubrk_next((UBreakIterator *)breaks); }

void cicu_close(CICUBreaks *breaks) { ubrk_close((UBreakIterator *)breaks); }
