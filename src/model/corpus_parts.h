/* corpus_parts: the parts of corpus_settle(), one file each. */
#ifndef HVLAB_CORPUS_PARTS_H
#define HVLAB_CORPUS_PARTS_H

#include "src/model/corpus.h"

/*
 * Two runs that agree in every digit are one run, copied or named twice:
 * counted once on a side, and reported when they are of two sides.
 */
void corpus_find_copies(struct corpus *corpus);

/*
 * Gives every counted run of a path test its path and joins the two ends of
 * one connection: the client's log has the totals of both sides, so the
 * server's steps back (joined, not counted). What has no path or leads from a
 * machine to itself is reported and not counted.
 */
void corpus_place_paths(struct corpus *corpus);

#endif
