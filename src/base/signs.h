/* signs: characters beyond ASCII that the code itself writes, as UTF-8. */
#ifndef HVLAB_SIGNS_H
#define HVLAB_SIGNS_H

#define NBSP "\xc2\xa0"
#define NARROW_NBSP "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"
#define EN_DASH "\xe2\x80\x93"
#define ELLIPSIS "\xe2\x80\xa6"
#define PLUS_MINUS "\xc2\xb1"
#define APOSTROPHE "\xe2\x80\x99"
#define ARROW_UP "\xe2\x86\x91"
#define ARROW_DOWN "\xe2\x86\x93"
#define ARROW_RIGHT "\xe2\x86\x92"

#endif
