#include "render/pdf_device.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hpdf.h>
#include <hpdf_catalog.h>
#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_utils.h>

#include "src/base/deflate.h"
#include "src/base/memory.h"

#define FARTHEST 20000.0 /* libharu clamps or garbles what is farther */
#define CHUNK 2048	 /* bytes of text in one operator */
#define TITLE_MAX 512	 /* bytes of an outline entry or a property */
#define UNMARKED (TAGS_NONE - 1)

/* What the page has set, to set it only once; PDF_NONE: unknown. */
struct state {
	long fill, stroke;
	double width;
	int round;
};

struct pdf_device {
	HPDF_Doc pdf;
	HPDF_Page page; /* the one drawn on; NULL before the first */
	HPDF_Page *pages;
	size_t page_count, page_capacity, page_index;
	HPDF_Font fonts[FACE_COUNT]; /* made when first used */
	HPDF_Outline chapter;	     /* parent of the entries of level 2 */
	struct state state;
	struct pdf_error error;
	bool clipping;
	struct tags *tags;
	unsigned marked;  /* owner of what is drawn, UNMARKED: nobody yet */
	HPDF_Dict tree;	  /* stands for the root of the structure */
	uint64_t hash[2]; /* of everything drawn, for the file identifier */
};

/* ---- errors and numbers ---- */

static void fail(
	struct pdf_device *device, unsigned long code, unsigned long detail)
{
	if (!device->error.code)
		device->error = (struct pdf_error){code, detail};
}

static void on_error(HPDF_STATUS code, HPDF_STATUS detail, void *device)
{
	fail(device, code, detail);
}

/* libharu refuses a NULL object without telling its error handler. */
static void *must(struct pdf_device *device, void *object)
{
	if (!object)
		fail(device, PDF_ERROR_OBJECT, 0);
	return object;
}

static bool ready(const struct pdf_device *device)
{
	return !device->error.code && device->page;
}

/* The one gate for coordinates: finite, near, a multiple of 1/16 pt. */
static HPDF_REAL gate(struct pdf_device *device, double value)
{
	if (!isfinite(value) || fabs(value) >= FARTHEST) {
		fail(device, PDF_ERROR_COORDINATE, 0);
		return 0;
	}
	return (HPDF_REAL)(round(value * 16) / 16);
}

/* The same for y, which libharu counts from the bottom. */
static HPDF_REAL gate_y(struct pdf_device *device, double y)
{
	return gate(device, PDF_HEIGHT - y);
}

static void hash_add(struct pdf_device *device, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++) { /* FNV-1a, twice */
		device->hash[0] = (device->hash[0] ^ p[i]) * 0x100000001B3u;
		device->hash[1] = (device->hash[1] ^ p[i]) * 0x10000000233u;
	}
}

/* ---- memory and life ---- */

/* libharu would go on after a failed allocation and write through NULL. */
static void *allocate(HPDF_UINT size)
{
	return memory_sure(malloc(size ? size : 1));
}

static void release(void *memory)
{
	free(memory);
}

struct pdf_device *pdf_device_new(void)
{
	struct pdf_device *device = memory_sure(calloc(1, sizeof *device));

	device->tags = tags_new();
	device->marked = UNMARKED;
	device->hash[0] = 0xCBF29CE484222325u;
	device->hash[1] = 0x84222325CBF29CE4u;
	device->pdf = must(
		device, HPDF_NewEx(on_error, allocate, release, 0, device));
	if (!device->pdf)
		return device;
	HPDF_SetCompressionMode(device->pdf, HPDF_COMP_ALL);
	HPDF_UseUTFEncodings(device->pdf);
	HPDF_SetCurrentEncoder(device->pdf, "UTF-8");
	return device;
}

void pdf_device_free(struct pdf_device *device)
{
	pdf_device_unclip(device); /* libharu leaks a state left open */
	if (device->pdf)
		HPDF_Free(device->pdf);
	tags_free(device->tags);
	free(device->pages);
	free(device);
}

struct pdf_error pdf_device_error(const struct pdf_device *device)
{
	return device->error;
}

/* ---- structure ---- */

/* Into the stream of the page: libharu has no function for marked content. */
static void write_operator(struct pdf_device *device, const char *text)
{
	HPDF_PageAttr page = device->page->attr;

	HPDF_Stream_WriteStr(page->stream, text);
}

static void end_mark(struct pdf_device *device)
{
	if (device->marked != UNMARKED && ready(device))
		write_operator(device, "EMC\n");
	device->marked = UNMARKED;
}

/* Says whose is what is drawn next; only where that changes. */
static void mark(struct pdf_device *device, bool shape)
{
	unsigned owner = tags_owner(device->tags, shape);
	char text[48] = "/Artifact BMC\n";

	if (device->marked == owner)
		return;
	end_mark(device);
	if (owner != TAGS_NONE)
		snprintf(text, sizeof text, "/%s<</MCID %u>>BDC\n",
			tags_role(device->tags, owner),
			tags_mark(device->tags, owner, device->page_index));
	write_operator(device, text);
	device->marked = owner;
}

unsigned pdf_device_tag(
	struct pdf_device *device, enum pdf_role role, const char *alt)
{
	if (alt)
		hash_add(device, alt, strlen(alt));
	return tags_open(device->tags, role, alt);
}

void pdf_device_tag_again(struct pdf_device *device, unsigned element)
{
	tags_resume(device->tags, element);
}

void pdf_device_tag_end(struct pdf_device *device)
{
	tags_close(device->tags);
}

void pdf_device_tag_span(struct pdf_device *device, size_t columns)
{
	tags_span(device->tags, columns);
}

/* ---- pages ---- */

static void forget_state(struct pdf_device *device)
{
	device->state = (struct state){PDF_NONE, PDF_NONE, -1, -1};
}

static void keep_page(struct pdf_device *device, HPDF_Page page)
{
	if (device->page_count == device->page_capacity) {
		size_t wanted = device->page_capacity * 2 + 16;

		device->pages = memory_sure(
			realloc(device->pages, wanted * sizeof *device->pages));
		device->page_capacity = wanted;
	}
	device->pages[device->page_count++] = page;
}

void pdf_device_page(struct pdf_device *device)
{
	HPDF_Page page;

	if (device->error.code)
		return;
	page = must(device, HPDF_AddPage(device->pdf));
	if (!page)
		return;
	HPDF_Page_SetWidth(page, (HPDF_REAL)PDF_WIDTH);
	HPDF_Page_SetHeight(page, (HPDF_REAL)PDF_HEIGHT);
	end_mark(device);
	device->page_index = device->page_count;
	keep_page(device, page);
	device->page = page;
	forget_state(device);
}

size_t pdf_device_pages(const struct pdf_device *device)
{
	return device->page_count;
}

void pdf_device_select(struct pdf_device *device, size_t page)
{
	if (page >= device->page_count)
		return;
	end_mark(device);
	device->page_index = page;
	device->page = device->pages[page];
	forget_state(device);
}

/* ---- fonts and text ---- */

#if HPDF_VERSION_ID >= 20405
static const char *load_font(struct pdf_device *device, struct font_file file)
{
	return HPDF_LoadTTFontFromMemory(
		device->pdf, file.bytes, (HPDF_UINT)file.size, HPDF_TRUE);
}
#else
/* What HPDF_LoadTTFontFromMemory() does, before there was one. */
static const char *load_font(struct pdf_device *device, struct font_file file)
{
	HPDF_Doc pdf = device->pdf;
	HPDF_Stream stream = HPDF_MemStream_New(pdf->mmgr, 65536);
	HPDF_FontDef font;
	char tag[] = "HVLABA";

	if (!must(device, stream))
		return NULL;
	if (HPDF_Stream_Write(stream, file.bytes, (HPDF_UINT)file.size)) {
		HPDF_Stream_Free(stream);
		return NULL;
	}
	font = HPDF_TTFontDef_Load(pdf->mmgr, stream, HPDF_TRUE);
	if (!must(device, font)) /* the stream went with it */
		return NULL;
	tag[5] = (char)('A' + pdf->fontdef_list->count);
	if (HPDF_List_Add(pdf->fontdef_list, font)) {
		HPDF_FontDef_Free(font);
		return NULL;
	}
	HPDF_TTFontDef_SetTagName(font, tag);
	return font->base_font;
}
#endif

static HPDF_Font get_font(struct pdf_device *device, enum face face)
{
	const char *name;

	if (device->fonts[face])
		return device->fonts[face];
	name = must(device, (void *)load_font(device, font_file(face)));
	if (name)
		device->fonts[face] =
			must(device, HPDF_GetFont(device->pdf, name, "UTF-8"));
	return device->fonts[face];
}

static void colour_of(long colour, HPDF_REAL rgb[3])
{
	for (int i = 0; i < 3; i++) {
		long part = colour >> (16 - 8 * i) & 0xFF;

		/* three decimals tell 256 steps apart, in fewer bytes */
		rgb[i] = (HPDF_REAL)(round((double)part * 1000 / 255) / 1000);
	}
}

static void set_fill(struct pdf_device *device, long colour)
{
	HPDF_REAL rgb[3];

	if (device->state.fill == colour)
		return;
	colour_of(colour, rgb);
	HPDF_Page_SetRGBFill(device->page, rgb[0], rgb[1], rgb[2]);
	device->state.fill = colour;
}

/* Where to cut `text` so that at most CHUNK bytes of whole characters are
 * left of the cut. */
static size_t chunk(const char *text, size_t length)
{
	size_t cut = CHUNK;

	if (length <= CHUNK)
		return length;
	while (cut > 1 && ((unsigned char)text[cut] & 0xC0) == 0x80)
		cut--;
	return cut;
}

static void show(struct pdf_device *device, const char *text, size_t length)
{
	char part[CHUNK + 1];

	while (length && !device->error.code) {
		size_t n = chunk(text, length);

		memcpy(part, text, n);
		part[n] = '\0';
		HPDF_Page_ShowText(device->page, part);
		text += n;
		length -= n;
	}
}

void pdf_device_text(struct pdf_device *device, struct pdf_point at,
	enum face face, double size, long colour, const char *text,
	size_t length)
{
	HPDF_REAL x = gate(device, at.x), y = gate_y(device, at.y);
	HPDF_Font font;

	if (!ready(device) || !length)
		return;
	font = get_font(device, face);
	if (!font)
		return;
	hash_add(device, &x, sizeof x);
	hash_add(device, &y, sizeof y);
	hash_add(device, text, length);
	mark(device, false);
	set_fill(device, colour);
	HPDF_Page_BeginText(device->page);
	HPDF_Page_SetFontAndSize(device->page, font, (HPDF_REAL)size);
	HPDF_Page_MoveTextPos(device->page, x, y);
	show(device, text, length);
	HPDF_Page_EndText(device->page);
}

/* ---- shapes ---- */

static void set_stroke(
	struct pdf_device *device, long colour, double width, bool round_ends)
{
	struct state *state = &device->state;
	HPDF_REAL rgb[3];

	if (state->stroke != colour) {
		colour_of(colour, rgb);
		HPDF_Page_SetRGBStroke(device->page, rgb[0], rgb[1], rgb[2]);
		state->stroke = colour;
	}
	if (state->width < width || state->width > width) {
		/* finer than coordinates: a hair line is 1/4 pt */
		HPDF_Page_SetLineWidth(
			device->page, (HPDF_REAL)(round(width * 128) / 128));
		state->width = width;
	}
	if (state->round != round_ends) {
		HPDF_Page_SetLineCap(device->page,
			round_ends ? HPDF_ROUND_END : HPDF_BUTT_END);
		HPDF_Page_SetLineJoin(device->page,
			round_ends ? HPDF_ROUND_JOIN : HPDF_MITER_JOIN);
		state->round = round_ends;
	}
}

static void set_ink(struct pdf_device *device, const struct pdf_ink *ink)
{
	if (ink->fill != PDF_NONE)
		set_fill(device, ink->fill);
	if (ink->stroke != PDF_NONE)
		set_stroke(device, ink->stroke, ink->width, ink->round);
}

static void paint(struct pdf_device *device, const struct pdf_ink *ink)
{
	if (ink->fill == PDF_NONE)
		HPDF_Page_Stroke(device->page);
	else if (ink->stroke == PDF_NONE)
		HPDF_Page_Fill(device->page);
	else
		HPDF_Page_ClosePathFillStroke(device->page);
}

void pdf_device_path(struct pdf_device *device, const struct pdf_point *points,
	size_t count, const struct pdf_ink *ink)
{
	if (!ready(device) || count < 2)
		return;
	mark(device, true);
	set_ink(device, ink);
	for (size_t i = 0; i < count; i++) {
		HPDF_REAL x = gate(device, points[i].x);
		HPDF_REAL y = gate_y(device, points[i].y);

		hash_add(device, &x, sizeof x);
		hash_add(device, &y, sizeof y);
		if (i == 0)
			HPDF_Page_MoveTo(device->page, x, y);
		else
			HPDF_Page_LineTo(device->page, x, y);
	}
	paint(device, ink);
}

void pdf_device_line(struct pdf_device *device, struct pdf_point from,
	struct pdf_point to, double width, long colour)
{
	const struct pdf_point points[] = {from, to};
	const struct pdf_ink ink = {PDF_NONE, colour, width, false};

	pdf_device_path(device, points, 2, &ink);
}

void pdf_device_rect(struct pdf_device *device, struct pdf_point at,
	double width, double height, long colour)
{
	HPDF_REAL x = gate(device, at.x), y = gate_y(device, at.y + height);
	HPDF_REAL w = gate(device, width), h = gate(device, height);

	if (!ready(device))
		return;
	mark(device, true);
	set_fill(device, colour);
	HPDF_Page_Rectangle(device->page, x, y, w, h);
	HPDF_Page_Fill(device->page);
}

void pdf_device_circle(struct pdf_device *device, struct pdf_point centre,
	double radius, const struct pdf_ink *ink)
{
	HPDF_REAL x = gate(device, centre.x), y = gate_y(device, centre.y);
	HPDF_REAL r = gate(device, radius);

	if (!ready(device) || r <= 0)
		return;
	mark(device, true);
	set_ink(device, ink);
	HPDF_Page_Circle(device->page, x, y, r);
	paint(device, ink);
}

void pdf_device_clip(struct pdf_device *device, struct pdf_point at,
	double width, double height)
{
	HPDF_REAL x = gate(device, at.x), y = gate_y(device, at.y + height);
	HPDF_REAL w = gate(device, width), h = gate(device, height);

	if (!ready(device) || device->clipping)
		return;
	end_mark(device);
	device->clipping = HPDF_Page_GSave(device->page) == HPDF_OK;
	HPDF_Page_Rectangle(device->page, x, y, w, h);
	HPDF_Page_Clip(device->page);
	HPDF_Page_EndPath(device->page);
}

void pdf_device_unclip(struct pdf_device *device)
{
	if (!device->clipping)
		return;
	end_mark(device);
	HPDF_Page_GRestore(device->page);
	device->clipping = false;
	forget_state(device);
}

/* ---- pictures ---- */

/* libharu's reader of PNG ends the program at a damaged file: it gets pixels,
 * which it packs itself. */
static HPDF_Image load_png(
	struct pdf_device *device, const struct picture *picture)
{
	unsigned char *pixels = picture_pixels(picture);
	HPDF_Image image = NULL;

	if (pixels)
		image = HPDF_LoadRawImageFromMem(device->pdf, pixels,
			picture->width, picture->height, HPDF_CS_DEVICE_RGB, 8);
	free(pixels);
	return image;
}

static HPDF_Image load_jpeg(
	struct pdf_device *device, const struct picture *picture)
{
	return HPDF_LoadJpegImageFromMem(
		device->pdf, picture->bytes, (HPDF_UINT)picture->length);
}

const struct pdf_image *pdf_device_load(
	struct pdf_device *device, const struct picture *picture)
{
	static HPDF_Image (*const load[])(
		struct pdf_device *, const struct picture *) = {
		[PICTURE_PNG] = load_png, [PICTURE_JPEG] = load_jpeg};
	HPDF_Image image;

	if (device->error.code)
		return NULL;
	image = load[picture->format](device, picture);
	if (!image || device->error.code) {
		HPDF_ResetError(device->pdf);
		device->error = (struct pdf_error){0};
		return NULL;
	}
	hash_add(device, picture->bytes, picture->length);
	return (const struct pdf_image *)image;
}

void pdf_device_image(struct pdf_device *device, struct pdf_point at,
	double width, double height, const struct pdf_image *image)
{
	HPDF_REAL x = gate(device, at.x), y = gate_y(device, at.y + height);
	HPDF_REAL w = gate(device, width), h = gate(device, height);

	if (!ready(device))
		return;
	mark(device, true);
	hash_add(device, &y, sizeof y);
	HPDF_Page_DrawImage(device->page, (HPDF_Image)image, x, y, w, h);
}

/* ---- outline, links, properties ---- */

/* A copy short enough for a string of libharu. */
static void shorten(char out[TITLE_MAX + 1], const char *text)
{
	size_t length = strlen(text);

	if (length > TITLE_MAX)
		for (length = TITLE_MAX;
			length && ((unsigned char)text[length] & 0xC0) == 0x80;
			length--)
			;
	memcpy(out, text, length);
	out[length] = '\0';
}

/* libharu refuses the zoom 0, which means: leave the reader's zoom alone. */
static void keep_zoom(HPDF_Destination target)
{
	HPDF_Real zoom = HPDF_Array_GetItem(target, 4, HPDF_OCLASS_REAL);

	if (zoom)
		zoom->value = 0;
}

static HPDF_Destination target(
	struct pdf_device *device, HPDF_Page page, double y)
{
	HPDF_Destination target =
		must(device, HPDF_Page_CreateDestination(page));
	HPDF_REAL top = gate_y(device, y);

	if (!target)
		return NULL;
	HPDF_Destination_SetXYZ(target, 0, top, 1);
	keep_zoom(target);
	return target;
}

void pdf_device_outline(
	struct pdf_device *device, unsigned level, const char *title, double y)
{
	char text[TITLE_MAX + 1];
	HPDF_Outline entry;
	HPDF_Destination place;

	if (!ready(device))
		return;
	shorten(text, title);
	entry = must(device, HPDF_CreateOutline(device->pdf,
				     level > 1 ? device->chapter : NULL, text,
				     HPDF_GetEncoder(device->pdf, "UTF-8")));
	place = entry ? target(device, device->page, y) : NULL;
	if (!place)
		return;
	HPDF_Outline_SetDestination(entry, place);
	if (level <= 1)
		device->chapter = entry;
	HPDF_SetPageMode(device->pdf, HPDF_PAGE_MODE_USE_OUTLINE);
}

void pdf_device_link(struct pdf_device *device, struct pdf_point at,
	double width, double height, size_t page)
{
	HPDF_Rect area;
	HPDF_Destination place;
	HPDF_Annotation link;

	if (!ready(device) || page >= device->page_count)
		return;
	area.left = gate(device, at.x);
	area.right = gate(device, at.x + width);
	area.top = gate_y(device, at.y);
	area.bottom = gate_y(device, at.y + height);
	place = target(device, device->pages[page], 0);
	link = place ? must(device, HPDF_Page_CreateLinkAnnot(
					    device->page, area, place))
		     : NULL;
	if (link)
		HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
}

/* The one date of the document, only when the environment fixes it: a clock
 * would make two equal reports differ. */
static void set_dates(struct pdf_device *device)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	long long seconds;
	time_t when;
	struct tm tm;
	HPDF_Date date;

	if (!epoch || !*epoch)
		return;
	seconds = strtoll(epoch, &end, 10);
	when = (time_t)seconds;
	if (*end || seconds < 0 || seconds > 253402300799 /* year 9999 */ ||
		!gmtime_r(&when, &tm))
		return;
	date = (HPDF_Date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		tm.tm_hour, tm.tm_min, tm.tm_sec, 'Z', 0, 0};
	HPDF_SetInfoDateAttr(device->pdf, HPDF_INFO_CREATION_DATE, date);
	HPDF_SetInfoDateAttr(device->pdf, HPDF_INFO_MOD_DATE, date);
}

static void set_property(
	struct pdf_device *device, HPDF_InfoType which, const char *value)
{
	char text[TITLE_MAX + 1];

	if (!value || !*value)
		return;
	shorten(text, value);
	HPDF_SetInfoAttr(device->pdf, which, text);
	hash_add(device, text, strlen(text));
}

/* Entries of the catalogue that libharu has no function for. */
static void set_catalogue(struct pdf_device *device, const char *language)
{
	HPDF_Doc pdf = device->pdf;
	HPDF_String lang =
		must(device, HPDF_String_New(pdf->mmgr, language, NULL));
	HPDF_Dict viewer = must(device, HPDF_Dict_New(pdf->mmgr));

	if (lang)
		HPDF_Dict_Add(pdf->catalog, "Lang", lang);
	if (!viewer)
		return;
	HPDF_Dict_Add(pdf->catalog, "ViewerPreferences", viewer);
	HPDF_Dict_AddBoolean(viewer, "DisplayDocTitle", HPDF_TRUE);
	pdf->pdf_version = HPDF_VER_15;
}

void pdf_device_info(struct pdf_device *device, const char *title,
	const char *author, const char *language)
{
	if (device->error.code)
		return;
	set_property(device, HPDF_INFO_TITLE, title);
	set_property(device, HPDF_INFO_AUTHOR, author);
	set_property(device, HPDF_INFO_CREATOR, "hvlab");
	set_property(device, HPDF_INFO_PRODUCER, "hvlab");
	set_dates(device);
	set_catalogue(device, language);
}

/* ---- saving ---- */

/* libharu maps characters to Unicode in a form that readers complain about
 * (cidrange in a ToUnicode map). The codes are UTF-16 already, so the right
 * map says only that: each block of 256 codes is itself. */
static void mend_unicode_map(HPDF_Font font)
{
	HPDF_FontAttr attr = font->attr;
	HPDF_Stream map = attr->cmap_stream ? attr->cmap_stream->stream : NULL;
	char row[64];

	if (!map)
		return;
	HPDF_MemStream_FreeData(map);
	HPDF_Stream_WriteStr(map,
		"/CIDInit /ProcSet findresource begin\n12 dict begin\n"
		"begincmap\n/CIDSystemInfo << /Registry (Adobe) "
		"/Ordering (UCS) /Supplement 0 >> def\n"
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
		"1 begincodespacerange\n<0000> <FFFF>\n"
		"endcodespacerange\n");
	for (int high = 0; high < 256; high++) {
		if (high % 64 == 0) /* a block holds at most 100 rows */
			HPDF_Stream_WriteStr(map, "64 beginbfrange\n");
		snprintf(row, sizeof row, "<%02X00> <%02XFF> <%02X00>\n", high,
			high, high);
		HPDF_Stream_WriteStr(map, row);
		if (high % 64 == 63)
			HPDF_Stream_WriteStr(map, "endbfrange\n");
	}
	HPDF_Stream_WriteStr(map, "endcmap\nCMapName currentdict /CMap "
				  "defineresource pop\nend\nend\n");
}

static unsigned identifier_byte(const struct pdf_device *device, int index)
{
	return device->hash[index / 8] >> 8 * (index % 8) & 0xFF;
}

/* The file identifier, from what was drawn: equal reports, equal files. */
static void set_identifier(struct pdf_device *device)
{
	HPDF_Doc pdf = device->pdf;
	HPDF_Array pair = must(device, HPDF_Array_New(pdf->mmgr));
	HPDF_BYTE bytes[16];

	for (int i = 0; i < 16; i++)
		bytes[i] = (HPDF_BYTE)identifier_byte(device, i);
	if (!pair || HPDF_Dict_Add(pdf->trailer, "ID", pair))
		return;
	for (int i = 0; i < 2; i++) {
		HPDF_Binary id = must(device,
			HPDF_Binary_New(pdf->mmgr, bytes, sizeof bytes));

		if (id)
			HPDF_Array_Add(pair, id);
	}
}

static void read_stream(struct pdf_device *device, struct buf *out)
{
	HPDF_BYTE part[16384];
	HPDF_UINT32 left = HPDF_GetStreamSize(device->pdf);

	HPDF_ResetStream(device->pdf);
	while (left && !device->error.code) {
		HPDF_UINT32 n = left < sizeof part ? left : sizeof part;

		HPDF_ReadFromStream(device->pdf, part, &n);
		if (!n || n > left)
			fail(device, PDF_ERROR_OBJECT, left);
		else
			buf_add(out, part, n);
		left -= n;
	}
}

/* ---- the structure in the file ---- */

/* The pages and the catalogue say that there is one. */
static void announce_structure(struct pdf_device *device)
{
	HPDF_Doc pdf = device->pdf;
	HPDF_Dict info = must(device, HPDF_Dict_New(pdf->mmgr));

	if (!info || HPDF_Dict_Add(pdf->catalog, "MarkInfo", info))
		return;
	HPDF_Dict_AddBoolean(info, "Marked", HPDF_TRUE);
	device->tree = must(device, HPDF_Dict_New(pdf->mmgr));
	if (!device->tree || HPDF_Xref_Add(pdf->xref, device->tree) ||
		HPDF_Dict_Add(pdf->catalog, "StructTreeRoot", device->tree))
		return;
	HPDF_Dict_AddName(device->tree, "Type", "StructTreeRoot");
	for (size_t i = 0; i < device->page_count; i++) {
		HPDF_Dict_AddNumber(
			device->pages[i], "StructParents", (HPDF_INT32)i);
		HPDF_Dict_AddName(device->pages[i], "Tabs", "S");
	}
}

static unsigned object_number(HPDF_Dict object)
{
	return object->header.obj_id & 0xFFFFFF; /* its kind is above */
}

/* Rows of bytes, each as its difference to the one above: where they hardly
 * differ they then take next to nothing. */
static void predict(struct buf *out, const struct buf *plain, size_t columns)
{
	unsigned char row[1 + TAGS_ROW] = {2}; /* "up" of PNG */
	const unsigned char *bytes = (const unsigned char *)plain->data;

	for (size_t at = 0; at + columns <= plain->length; at += columns) {
		for (size_t i = 0; i < columns; i++) {
			unsigned above = at ? bytes[at + i - columns] : 0;

			row[1 + i] = (unsigned char)(bytes[at + i] - above);
		}
		buf_add(out, row, 1 + columns);
	}
}

/* An object that is a stream of rows, or of anything where columns is 0;
 * `entries` of its dictionary. */
static void put_stream(struct buf *out, size_t number, const char *entries,
	const struct buf *plain, size_t columns)
{
	struct buf rows = {0}, packed = {0};

	if (columns)
		predict(&rows, plain, columns);
	deflate_add(&packed, columns ? &rows : plain);
	buf_printf(out, "%zu 0 obj\n<<%s/Filter/FlateDecode/Length %zu", number,
		entries, packed.length);
	if (columns)
		buf_printf(out, "/DecodeParms<</Predictor 12/Columns %zu>>",
			columns);
	buf_puts(out, ">>stream\r\n");
	buf_add(out, packed.data, packed.length);
	buf_puts(out, "\nendstream\nendobj\n");
	buf_free(&rows);
	buf_free(&packed);
}

/* Where what is added to the file stands. */
struct addition {
	struct tags_numbers numbers;
	size_t streams;		     /* first number; the table follows */
	size_t places[TAGS_STREAMS]; /* of them in the file */
	size_t table_at;
};

static void put_objects(struct pdf_device *device, struct buf *out,
	struct addition *addition, enum tags_stream stream)
{
	struct tags_objects objects =
		tags_write(device->tags, &addition->numbers, stream);
	char entries[96];

	snprintf(entries, sizeof entries, "/Type/ObjStm/N %zu/First %zu",
		objects.count, objects.head_bytes);
	put_stream(out, addition->streams + stream, entries, &objects.bytes,
		stream == TAGS_CELLS ? TAGS_ROW : 0);
	buf_free(&objects.bytes);
}

/* A row of a cross-reference stream: type 1 is a place in the file, type 2
 * the number of a stream and an index in it. */
#define TABLE_ROW 8
static void put_row(struct buf *rows, unsigned type, size_t place, size_t index)
{
	unsigned char row[TABLE_ROW] = {(unsigned char)type};

	for (int i = 0; i < 4; i++)
		row[1 + i] = (unsigned char)(place >> (24 - 8 * i));
	for (int i = 0; i < 3; i++)
		row[5 + i] = (unsigned char)(index >> (16 - 8 * i));
	buf_add(rows, row, sizeof row);
}

static void put_rows(struct pdf_device *device, struct buf *rows,
	const struct addition *addition)
{
	size_t next[TAGS_STREAMS] = {[TAGS_REST] = 1}; /* behind the root */
	size_t count = tags_count(device->tags, &addition->numbers);

	put_row(rows, 2, addition->streams + TAGS_REST, 0);
	for (size_t i = 0; i < count; i++) {
		enum tags_stream stream = tags_stream_of(device->tags, i);

		put_row(rows, 2, addition->streams + stream, next[stream]++);
	}
	for (int i = 0; i < TAGS_STREAMS; i++)
		put_row(rows, 1, addition->places[i], 0);
	put_row(rows, 1, addition->table_at, 0);
}

static size_t table_number(const struct addition *addition)
{
	return addition->streams + TAGS_STREAMS;
}

static void put_table(struct pdf_device *device, struct buf *out,
	const struct addition *addition)
{
	struct buf rows = {0};
	char entries[256];
	size_t number = table_number(addition);
	unsigned first = addition->numbers.first;

	put_rows(device, &rows, addition);
	snprintf(entries, sizeof entries,
		"/Type/XRef/Size %zu/Index[%u 1 %u %zu]/W[1 4 3]/Root %u 0 R",
		number + 1, addition->numbers.root, first, number + 1 - first,
		object_number(device->pdf->catalog));
	put_stream(out, number, entries, &rows, TABLE_ROW);
	buf_free(&rows);
}

static void put_trailer(struct pdf_device *device, struct buf *out,
	const struct addition *addition, size_t start)
{
	size_t here = out->length - start;

	buf_printf(out, "xref\n0 0\ntrailer\n<</Size %zu/Root %u 0 R",
		table_number(addition) + 1,
		object_number(device->pdf->catalog));
	if (device->pdf->info)
		buf_printf(
			out, "/Info %u 0 R", object_number(device->pdf->info));
	buf_puts(out, "/ID[");
	for (int i = 0; i < 32; i++)
		buf_printf(out, "%s%02X%s", i % 16 ? "" : "<",
			identifier_byte(device, i % 16),
			i % 16 == 15 ? ">" : "");
	buf_printf(out, "]/Prev %u/XRefStm %zu>>\nstartxref\n%zu\n%%%%EOF\n",
		device->pdf->xref->addr, addition->table_at, here);
}

/*
 * Adds the structure behind the file of libharu, as an update of it: libharu
 * packs no objects, and thousands of small ones would make the file thrice as
 * large. The old kind of table stays, empty, and names the packed one, which
 * every reader knows from the files of Word.
 */
static void add_structure(
	struct pdf_device *device, struct buf *out, size_t start)
{
	unsigned *pages =
		memory_sure(malloc((device->page_count + 1) * sizeof *pages));
	struct addition addition = {.table_at = 0};

	for (size_t i = 0; i < device->page_count; i++)
		pages[i] = object_number(device->pages[i]);
	addition.numbers = (struct tags_numbers){object_number(device->tree),
		device->pdf->xref->entries->count, pages, device->page_count};
	addition.streams = addition.numbers.first +
			   tags_count(device->tags, &addition.numbers);
	for (int i = 0; i < TAGS_STREAMS; i++) {
		addition.places[i] = out->length - start;
		put_objects(device, out, &addition, (enum tags_stream)i);
	}
	addition.table_at = out->length - start;
	put_table(device, out, &addition);
	put_trailer(device, out, &addition, start);
	free(pages);
}

int pdf_device_save(struct pdf_device *device, struct buf *out)
{
	size_t start = out->length;

	end_mark(device);
	if (!device->error.code) {
		for (int i = 0; i < FACE_COUNT; i++)
			if (device->fonts[i])
				mend_unicode_map(device->fonts[i]);
		set_identifier(device);
		announce_structure(device);
	}
	if (!device->error.code)
		HPDF_SaveToStream(device->pdf);
	if (!device->error.code)
		read_stream(device, out);
	if (!device->error.code)
		add_structure(device, out, start);
	return device->error.code ? -1 : 0;
}
