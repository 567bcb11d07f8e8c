/*
 * memory: what to do when there is none left.
 *
 * A single-shot tool has no better plan than to say so and stop; this is the
 * one place below main() that prints and exits.
 */
#ifndef HVLAB_MEMORY_H
#define HVLAB_MEMORY_H

_Noreturn void memory_exhausted(void);

/* The pointer itself; the program ends when it is NULL. */
void *memory_sure(void *memory);

#endif
