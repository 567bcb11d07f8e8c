#include "src/data/embedded.h"

/* .incbin because a 100 KiB array literal would be slower to compile than
 * the whole program. The path is relative to the root, where make runs. */
__asm__(".section .rodata\n"
	".global embedded_lab\n"
	"embedded_lab:\n"
	".incbin \"src/data/tp6.json\"\n"
	".global embedded_lab_end\n"
	"embedded_lab_end:\n"
	".byte 0\n"
	".global embedded_plan\n"
	"embedded_plan:\n"
	".incbin \"src/data/plan.sh\"\n"
	".byte 0\n"
	".global embedded_rubric\n"
	"embedded_rubric:\n"
	".incbin \"src/data/tp6-rubric.json\"\n"
	".global embedded_rubric_end\n"
	"embedded_rubric_end:\n"
	".byte 0\n"
	".previous\n");

extern const char embedded_lab_end[];
extern const char embedded_rubric_end[];

size_t embedded_lab_length(void)
{
	return (size_t)(embedded_lab_end - embedded_lab);
}

size_t embedded_rubric_length(void)
{
	return (size_t)(embedded_rubric_end - embedded_rubric);
}
