/*
 * decimal: doubles from and to decimal digits, without the C library's search.
 *
 * Both ways give exactly what strtod() and printf() would: the digits that
 * logs hold fit into integers of 128 bits, in which every product and quotient
 * is exact. What does not fit is left to the library.
 */
#ifndef HVLAB_DECIMAL_H
#define HVLAB_DECIMAL_H

#include <stdbool.h>

/* Bytes of the longest number that decimal_write() makes, NUL included. */
#define DECIMAL_MAX 32

/*
 * The shortest of "%.15g", "%.16g" and "%.17g" that reads back as the same
 * double. `value` must be finite.
 */
void decimal_write(char text[DECIMAL_MAX], double value);

/*
 * The double nearest to the number in [text, stop), which is checked already:
 * digits, maybe a point and an exponent, no sign. False: it takes strtod().
 */
bool decimal_read(const char *text, const char *stop, double *value);

#endif
