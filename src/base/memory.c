#include "src/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

void memory_exhausted(void)
{
	fputs("hvlab: out of memory\n", stderr);
	exit(3);
}

void *memory_sure(void *memory)
{
	if (!memory)
		memory_exhausted();
	return memory;
}
